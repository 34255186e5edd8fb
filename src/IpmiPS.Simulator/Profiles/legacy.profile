# An old server: IPMI 1.5 log-ins, and of RMCP+ only the suites 0 to 3; reads of at most 32 bytes; no SEL allocation info, no
# restart cause, no front-panel byte, no DCMI.
# Maker, products and numbers are invented; 32473 is the enterprise number that RFC 5612 reserves for examples.

device id=0x20 revision=0 firmware=0.98 support=0x9F manufacturer=32473 product=0x0007
suites 0 1 2 3
authentication none md2 md5 straight
extended-chassis no
maximum-read 32
boot-log "{name}: Example Systems ClassicServer 2"
boot-log "Memory test: 8192 MB OK"
boot-log "Loading operating system"

controller-locator 0x20 "BMC" capabilities=0x9F entity=7.1
sensor 0x01 temperature "System Temp" entity=7.1 unit=C value=31 swing=2 upper=55,60,65 thresholds=readable
sensor 0x02 temperature "CPU 1 Temp" entity=3.1 unit=C value=45 swing=5 off=none upper=70,75,80 thresholds=readable
sensor 0x03 voltage "+12V" entity=7.1 unit=V m=63 r-exp=-3 value=11.97 swing=0.06 off=none upper=-,13.2,- lower=-,10.8,- thresholds=readable
sensor 0x04 voltage "+5V" entity=7.1 unit=V m=26 r-exp=-3 value=4.99 swing=0.03 off=none upper=-,5.5,- lower=-,4.5,- thresholds=readable
sensor 0x05 fan "Fan 1" entity=29.1 unit=RPM m=75 value=3000 swing=75 off=none lower=-,600,- thresholds=readable
sensor 0x06 fan "Fan 2" entity=29.2 unit=RPM m=75 value=3075 swing=75 off=none lower=-,600,- thresholds=readable
discrete 0x10 power-supply "Power Supply" entity=10.1 states=0 events=0,1 short=yes
discrete 0x11 physical-security "Chassis Intru" entity=23.1 events=0 short=yes
event-only 0x20 boot-initiated "Boot" entity=7.1

fru 0 "Main Board" locator=no size=256
  board   maker="Example Systems" name="ClassicServer 2" serial=CL{n} part=EX-000200-00 made=2008-06-12T12:00
  product maker="Example Systems" name="ClassicServer 2" part=CS2 version=1 serial=CS{n}

sel capacity=64 support=0x02
event 400d sensor=0x20 offset=0 data=0x01
event 3d   sensor=0x11 offset=0

failure 0x05 value=0
