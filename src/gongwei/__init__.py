"""gongwei (公卫): one platform for a city's public health."""
