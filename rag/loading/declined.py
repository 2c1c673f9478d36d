"""Files that are not read, and what to do about each: said at once, without trying."""

REMEDIES = {
    ".doc": "an old Word format; save it as DOCX",
    ".wps": "a WPS format; save it as DOCX",
    ".dot": "an old Word format; save it as DOCX",
    ".et": "a WPS format; save it as XLSX",
    ".dps": "a WPS format; save it as PPTX",
    ".xls": "an old Excel format; save it as XLSX",
    ".ppt": "an old PowerPoint format; save it as PPTX",
    ".ofd": "an OFD file; save it as PDF",
    ".caj": "a CAJ file; save it as PDF",
    ".pages": "a Pages file; export it as DOCX",
    ".numbers": "a Numbers file; export it as XLSX",
    ".key": "a Keynote file; export it as PPTX",
    ".odt": "an OpenDocument file; save it as DOCX",
    ".epub": "an e-book; save it as HTML or PDF",
    ".rar": "a RAR archive; unpack it and index the folder",
    ".7z": "a 7z archive; unpack it and index the folder",
    ".tar": "a tar archive; unpack it and index the folder",
    ".gz": "a compressed file; unpack it first",
    ".url": "a web address; save the page as HTML and index the file",
    ".webloc": "a web address; save the page as HTML and index the file",
}
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".heic", ".svg")
SOUNDS = (".mp3", ".wav", ".m4a", ".mp4", ".mov", ".avi", ".mkv", ".flac")
KNOWN = "TXT, MD, HTML, MHTML, PDF, DOCX, PPTX, XLSX, CSV, JSONL, RTF, EML, ZIP"


def remedy(suffix: str) -> str:
    """Return why a file with this ending is not read, and what to do instead."""
    if suffix in PICTURES:
        return "a picture; run text recognition on it and save the text"
    if suffix in SOUNDS:
        return "a recording; have it transcribed and save the text"
    return (
        REMEDIES.get(suffix)
        or f"{suffix or 'a file without an ending'} is not read; save it as one of {KNOWN}"
    )
