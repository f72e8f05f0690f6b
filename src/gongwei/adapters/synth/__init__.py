"""A made city: residents, households, conditions and histories that look real and belong to nobody."""

from gongwei.adapters.synth.city import City, NoPlaces, build
from gongwei.adapters.synth.defects import Rates

__all__ = ["City", "NoPlaces", "Rates", "build"]
