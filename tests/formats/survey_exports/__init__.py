"""Writers of survey tools' exports, made from documentation and public files without knowing our reader."""
