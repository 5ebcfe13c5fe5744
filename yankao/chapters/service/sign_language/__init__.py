"""手語視訊: a video call with an interpreter, for whoever cannot telephone."""
