# A rack-1u server with a fan that stands still and a power supply that lost its input.

include rack-1u
unhealthy
