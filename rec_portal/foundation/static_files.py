"""Static files in production: names that carry their content's hash, compressed beforehand."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class KeptStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Each file's address is worked out once: the list of files does not change while the portal runs."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if force or name not in self._addresses:
            self._addresses[name] = super().url(name, force)
        return self._addresses[name]
