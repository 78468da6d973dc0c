"""PDF files that the portal writes itself: one face, one frame, every letter of the region. Nothing is fetched."""
