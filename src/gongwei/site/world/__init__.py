"""A small made world in which every relation between a post and a row occurs: for proofs of who may see what."""
