# A plain server of one height unit: two sockets, sixteen DIMMs, four drives, two power supplies.
# Maker, products and numbers are invented; 32473 is the enterprise number that RFC 5612 reserves for examples.

device id=0x20 revision=1 firmware=2.14 support=0xBF manufacturer=32473 product=0x0101 auxiliary=00010203
dcmi 212
boot-log "{name}: Example Systems RackNode R150, BIOS 1.8.2"
boot-log "CPU0, CPU1: 16 cores, 2400 MHz"
boot-log "Memory: 262144 MB"
boot-log "Booting from local disk ..."
boot-log "Loading operating system"
boot-log "[    0.000000] Kernel start"
boot-log "[    1.284031] Mounted root file system read-only"
boot-log "[    2.917760] Reached target Multi-User System"

controller-locator 0x20 "BMC" capabilities=0xBF entity=6.1

sensor 0x01 temperature "Inlet Temp"   entity=55.1 unit=C value=23 swing=2 upper=38,42,46 lower=5,2,-3 hysteresis=1,1 signed=two
sensor 0x02 temperature "Exhaust Temp" entity=55.2 unit=C value=37 swing=3 off=26 upper=70,75,80 hysteresis=2,2
sensor 0x03 temperature "CPU1 Temp"    entity=3.1  unit=C value=56 swing=7 off=none upper=88,95,100 hysteresis=3,3
sensor 0x04 temperature "CPU2 Temp"    entity=3.2  unit=C value=53 swing=7 off=none upper=88,95,100 hysteresis=3,3
sensor 0x05 temperature "DIMM Temp A"  entity=8.1  unit=C value=41 swing=3 off=none upper=80,85,90 hysteresis=2,2
sensor 0x06 temperature "DIMM Temp B"  entity=8.2  unit=C value=40 swing=3 off=none upper=80,85,90 hysteresis=2,2
sensor 0x07 temperature "PCH Temp"     entity=45.1 unit=C value=48 swing=2 off=24 upper=90,95,100 hysteresis=2,2

sensor 0x10 voltage "P12V"     entity=20.1 unit=V m=63  r-exp=-3 value=12.12 swing=0.06 off=none upper=12.8,13.2,- lower=11.3,10.8,- hysteresis=1,1
sensor 0x11 voltage "P5V"      entity=20.1 unit=V m=26  r-exp=-3 value=5.02  swing=0.03 off=none upper=5.3,5.5,- lower=4.7,4.5,- hysteresis=1,1
sensor 0x12 voltage "P3V3"     entity=20.1 unit=V m=16  r-exp=-3 value=3.31  swing=0.02 off=none upper=3.5,3.6,- lower=3.1,3.0,- hysteresis=1,1
sensor 0x13 voltage "P5V STBY" entity=20.1 unit=V m=26  r-exp=-3 value=5.04  swing=0.03 upper=5.3,5.5,- lower=4.7,4.5,- hysteresis=1,1
sensor 0x14 voltage "P1V05"    entity=20.1 unit=V m=8   r-exp=-3 value=1.05  swing=0.01 off=none upper=1.15,1.2,- lower=0.95,0.9,- hysteresis=1,1
sensor 0x15 voltage "CPU1 VCORE" entity=3.1 unit=V m=8  r-exp=-3 value=0.92  swing=0.05 off=none upper=-,1.45,- lower=-,0.5,-
sensor 0x16 voltage "CPU2 VCORE" entity=3.2 unit=V m=8  r-exp=-3 value=0.91  swing=0.05 off=none upper=-,1.45,- lower=-,0.5,-
sensor 0x17 voltage "VBAT"     entity=40.1 unit=V m=16  r-exp=-3 value=3.04  swing=0 lower=2.7,2.5,- hysteresis=1,1

sensor 0x30 fan "Fan1" entity=29.1 unit=RPM m=60 value=7200 swing=360 off=none lower=2400,1800,- hysteresis=2,2
sensor 0x31 fan "Fan2" entity=29.2 unit=RPM m=60 value=7260 swing=360 off=none lower=2400,1800,- hysteresis=2,2
sensor 0x32 fan "Fan3" entity=29.3 unit=RPM m=60 value=7140 swing=360 off=none lower=2400,1800,- hysteresis=2,2
sensor 0x33 fan "Fan4" entity=29.4 unit=RPM m=60 value=7200 swing=360 off=none lower=2400,1800,- hysteresis=2,2
sensor 0x34 fan "Fan5" entity=29.5 unit=RPM m=60 value=7320 swing=360 off=none lower=2400,1800,- hysteresis=2,2
sensor 0x35 fan "Fan6" entity=29.6 unit=RPM m=60 value=7200 swing=360 off=none lower=2400,1800,- hysteresis=2,2

sensor 0x40 other-units "System Power" entity=19.1 unit=W m=4 value=212 swing=24 off=12 thresholds=readable upper=-,900,-
sensor 0x41 power-supply "PS1 Input Power" entity=10.1 unit=W m=4 value=108 swing=12 off=8
sensor 0x42 power-supply "PS2 Input Power" entity=10.2 unit=W m=4 value=104 swing=12 off=4
sensor 0x43 current "PS1 Current" entity=10.1 unit=A m=5 r-exp=-2 value=0.45 swing=0.05 off=0.05
sensor 0x44 current "PS2 Current" entity=10.2 unit=A m=5 r-exp=-2 value=0.45 swing=0.05 off=0
sensor 0x45 processor "CPU Utilization" entity=7.1 unit=% value=34 swing=20 off=none

discrete 0x60 power-supply "PS1 Status" entity=10.1 states=0 events=0,1,3
discrete 0x61 power-supply "PS2 Status" entity=10.2 states=0 events=0,1,3
discrete 0x62 power-supply "PS Redundancy" entity=19.1 reading-type=0x0B states=0 events=0,1,2,3,4,5
discrete 0x63 power-unit   "Power Unit" entity=19.1 events=0,1,4,5
discrete 0x64 processor    "CPU1 Status" entity=3.1 states=7 off=none events=0,1,5
discrete 0x65 processor    "CPU2 Status" entity=3.2 states=7 off=none events=0,1,5
discrete 0x66 memory       "DIMM " entity=32.1 states=6 off=none events=0,1,5 count=8
discrete 0x70 drive-slot   "Drive " entity=4.1 states=0 events=0,1,2 count=4
discrete 0x78 physical-security "Intrusion" entity=23.1 events=0
discrete 0x79 event-logging "SEL Status" entity=6.1 events=2,4,5
discrete 0x7A acpi-state    "ACPI State" entity=7.1 states=0 events=0,6 assert-only=yes
discrete 0x7B watchdog      "BMC Watchdog" entity=6.1 events=0,1,2,3
discrete 0x7C battery       "CMOS Battery" entity=40.1 states=2 events=0,1
discrete 0x7D cooling       "Fan Redundancy" entity=29.1 reading-type=0x0B states=0 events=0,1,2

event-only 0x80 critical-interrupt "NMI" entity=7.1
event-only 0x81 boot-initiated "System Boot" entity=7.1
event-only 0x82 os-stop "OS Stop" entity=35.1
event-only 0x83 memory "ECC Error" entity=32.1
event-only 0x84 session-audit "Log-in Audit" entity=6.1

association entity=23.1 10.1 10.2 29.1 29.2

fru 0 "System Board" entity=7.1 size=1024
  chassis type=0x17 part=CH-R150 serial=R150{n}
  board   maker="Example Systems" name="RackNode R150 Mainboard" serial=MB{n} part=EX-100150-02 file=r150-1.3 made=2025-03-14T08:30
  product maker="Example Systems" name="RackNode R150" part=R150-2S version=B2 serial=SN{n} asset="" file=r150-1.3 custom="Rack demo"

fru 1 "PSU1" entity=10.1 size=256
  product maker="Example Power" name="EP-750P 750W" part=EP750P version=03 serial=PA{n}
  multirecord 0x00 EE02FFFF1EFF10279C31204EC05D2F3F0C0E845300000000
  multirecord 0x01 01B0047404EC047800000024F4

fru 2 "PSU2" entity=10.2 size=256
  product maker="Example Power" name="EP-750P 750W" part=EP750P version=03 serial=PB{n}
  multirecord 0x00 EE02FFFF1EFF10279C31204EC05D2F3F0C0E845300000000
  multirecord 0x01 01B0047404EC047800000024F4

fru 3 "Riser1" entity=16.1 size=256
  board maker="Example Systems" name="Riser x16" serial=RI{n} part=EX-100160-01 made=2025-02-20T11:05

sel capacity=512 support=0x0B
event 41d3h    sensor=0x79 offset=2
event 41d2h58m sensor=0x81 offset=0 data=0x01
event 33d7h20m sensor=0x78 offset=0
event 33d7h12m sensor=0x78 offset=0 direction=deasserted
event 20d5h    sensor=0x61 offset=3
event 20d4h46m sensor=0x61 offset=3 direction=deasserted
event 12d22h   sensor=0x83 offset=0 data=0xFF,0x21
event 6d1h     sensor=0x01 offset=0x57 data=0x27,0x26
event 6d0h31m  sensor=0x01 offset=0x57 data=0x25,0x26 direction=deasserted
event 2d9h2m   sensor=0x82 offset=3
event 2d9h     sensor=0x81 offset=1 data=0x01
sel-record 1d4h type=0xC0 data=D97E00010203040506

failure 0x32 value=0
failure 0x61 states=0,3
failure 0x62 states=1
