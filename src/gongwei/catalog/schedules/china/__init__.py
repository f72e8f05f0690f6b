"""China's national immunization programme and the common vaccines beside it, one file per vaccine."""
