"""Sample returns: realistic, clean, the same for the same seed, with faults planted on request.

Here stand the parts any collection can use (draws, names, the writer, the register of faults); a folder beside them
holds what one collection's returns are made of.
"""
