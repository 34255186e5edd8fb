# A blade: the BMC has a management engine behind it (address 2Ch) whose sensors are read by bridging, and a mezzanine
# controller (84h) that keeps device SDRs of its own. Power and fans belong to the enclosure.
# Maker, products and numbers are invented; 32473 is the enterprise number that RFC 5612 reserves for examples.

device id=0x20 revision=2 firmware=1.42 support=0xBF manufacturer=32473 product=0x0303
dcmi 164
boot-log "{name}: Example Systems BladeNode B80, BIOS 2.1.5"
boot-log "PXE: waiting for link on NIC 1"
boot-log "PXE: no boot file, next device"
boot-log "Loading operating system"

controller-locator 0x20 "Blade BMC" capabilities=0xBF entity=6.1
controller-locator 0x2C "Mgmt Engine" capabilities=0x01 entity=46.1
controller-locator 0x84 "Mezz Card" capabilities=0x09 entity=11.1

sensor 0x01 temperature "Inlet"    entity=64.1 unit=C value=25 swing=2 upper=40,45,50 hysteresis=2,2
sensor 0x02 temperature "CPU0"     entity=3.0 unit=C value=58 swing=8 off=none upper=92,98,103 hysteresis=2,2
sensor 0x03 temperature "CPU1"     entity=3.1 unit=C value=57 swing=8 off=none upper=92,98,103 hysteresis=2,2
sensor 0x04 temperature "DIMM Max" entity=8.1 unit=C value=44 swing=3 off=none upper=82,85,- hysteresis=2,2
sensor 0x05 voltage "12V Input"    entity=20.1 unit=V m=63 r-exp=-3 value=12.1 swing=0.06 upper=13.2,-,- lower=10.8,-,-
sensor 0x06 voltage "3V BAT"       entity=40.1 unit=V m=16 r-exp=-3 value=3.02 lower=2.5,-,-
sensor 0x07 other-units "Blade Power" entity=19.1 unit=W m=2 value=164 swing=20 off=9 upper=-,420,-
discrete 0x20 processor "CPU0 Status" entity=3.0 states=7 events=0,1 short=yes
discrete 0x21 processor "CPU1 Status" entity=3.1 states=7 events=0,1 short=yes
discrete 0x22 power-unit "Power Unit" entity=19.1 events=0,1,4
discrete 0x23 acpi-state "ACPI State" entity=7.1 states=0 events=0,6
discrete 0x24 slot "Mezz Slot" entity=11.1 states=2 events=0,2
discrete 0x25 management-health "Enclosure Link" entity=23.1 reading-type=0x03 states=1 events=0,1
event-only 0x40 boot-initiated "Boot" entity=7.1
event-only 0x41 critical-interrupt "Diag NMI" entity=7.1
event-only 0x42 os-stop "OS Status" entity=35.1

fru 0 "Blade" entity=7.1 size=512
  chassis type=0x1C part=CH-B80 serial=B80{n}
  board   maker="Example Systems" name="BladeNode B80" serial=BB{n} part=EX-080010-03 made=2024-09-18T10:00
  product maker="Example Systems" name="BladeNode B80" part=B80-2S version=A serial=BN{n}

controller 0x2C id=0x50 revision=1 firmware=4.01 support=0x01 manufacturer=343 product=0x0B0B
sensor 0xB0 temperature "ME CPU0 Temp" entity=3.0 unit=C value=58 swing=5 off=none
sensor 0xB1 temperature "ME CPU1 Temp" entity=3.1 unit=C value=56 swing=5 off=none
sensor 0xB2 other-units "ME Node Power" entity=19.1 unit=W m=2 value=160 swing=12 off=8
discrete 0xB3 management-health "ME Health" entity=46.1 reading-type=0x07 states=0 events=0,1,2

controller 0x84 id=0x11 revision=1 firmware=2.03 support=0x09 manufacturer=32473 product=0x0E11 device-sdrs=yes dynamic=yes
device-sdrs yes
sensor 0x01 temperature "Mezz Temp" entity=11.1 unit=C value=49 swing=3 off=none upper=90,100,- hysteresis=2,2
discrete 0x02 lan "Mezz Link" entity=11.1 reading-type=0x6F states=1 events=0,1
fru 0 "Mezz FRU" entity=11.1 size=256
  board maker="Example Networks" name="EN-25G Mezzanine" serial=MZ{n} part=EN25G2 made=2024-07-01T09:30
device-sdrs no
bmc

sel capacity=256 support=0x0A
event 19d   sensor=0x40 offset=0 data=0x01
event 7d2h  sensor=0x02 offset=0x57 data=0x5D,0x5C
event 7d1h  sensor=0x02 offset=0x57 data=0x5A,0x5C direction=deasserted

failure 0x02 value=99
failure 0x25 states=0
