"""Files that people bring: checked before they are kept, kept where no web server looks, handed out by a view."""
