"""``make bench``: what reading and checking costs, over the returns that each family of collections is measured on."""
