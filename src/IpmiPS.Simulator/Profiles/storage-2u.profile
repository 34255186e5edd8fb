# A storage server of two height units: twenty-four drives, two power supplies, many discrete sensors, odd units and conversions.
# Maker, products and numbers are invented; 32473 is the enterprise number that RFC 5612 reserves for examples.

device id=0x22 revision=3 firmware=4.07 support=0xBF manufacturer=32473 product=0x0202 auxiliary=20250401
guid-order smbios
dcmi 388
boot-log "{name}: Example Systems VaultNode S240, BIOS 3.2.0"
boot-log "HBA: 24 drives found"
boot-log "Booting from NVMe 0 ..."
boot-log "storage pool 'tank': importing"
boot-log "storage pool 'tank': online, 24 of 24 drives"

controller-locator 0x20 "VaultBMC" capabilities=0xBF entity=6.1

sensor 0x01 temperature "Ambient"      entity=64.1 unit=C value=22 swing=1.5 m=5 r-exp=-1 b=-40 b-exp=0 upper=35,40,45 lower=5,0,- hysteresis=2,2
sensor 0x02 temperature "CPU Temp"     entity=3.1 unit=C value=61 swing=6 off=none upper=90,95,100 signed=two hysteresis=2,2
sensor 0x03 temperature "CPU Margin"   entity=3.1 unit=C value=-38 swing=6 off=none upper=-10,-5,- signed=two
sensor 0x04 temperature "HBA Temp"     entity=11.1 unit=C value=52 swing=3 off=none upper=95,105,- hysteresis=2,2
sensor 0x05 temperature "Expander Temp" entity=15.1 unit=C value=47 swing=3 off=none upper=85,90,- signed=one
sensor 0x06 temperature "NVMe Temp"    entity=4.25 unit=F value=104 swing=4 off=none upper=158,167,- hysteresis=2,2
sensor 0x08 voltage "12V"     entity=20.1 unit=V m=6 r-exp=-2 value=12.06 swing=0.05 off=none upper=12.96,13.2,13.8 lower=11.04,10.8,10.2 hysteresis=1,1
sensor 0x09 voltage "-12V"    entity=20.1 unit=V m=8 r-exp=-2 b=-145 b-exp=1 value=-12.02 swing=0.08 off=none upper=-10.8,-,- lower=-13.2,-,-
sensor 0x0A voltage "3.3V AUX" entity=20.1 unit=V m=16 r-exp=-3 value=3.34 swing=0.02 upper=3.47,3.6,- lower=3.14,3.0,-
sensor 0x10 fan "FAN 1A" entity=29.1 unit=RPM m=100 value=9800 swing=500 off=none lower=3000,2000,- hysteresis=1,1
sensor 0x11 fan "FAN 1B" entity=29.1 unit=RPM m=100 value=9200 swing=500 off=none lower=3000,2000,- hysteresis=1,1
sensor 0x12 fan "FAN 2A" entity=29.2 unit=RPM m=100 value=9800 swing=500 off=none lower=3000,2000,- hysteresis=1,1
sensor 0x13 fan "FAN 2B" entity=29.2 unit=RPM m=100 value=9200 swing=500 off=none lower=3000,2000,- hysteresis=1,1
sensor 0x14 fan "FAN 3A" entity=29.3 unit=RPM m=100 value=9800 swing=500 off=none lower=3000,2000,- hysteresis=1,1
sensor 0x15 fan "FAN 3B" entity=29.3 unit=RPM m=100 value=9200 swing=500 off=none lower=3000,2000,- hysteresis=1,1
sensor 0x16 fan "PSU Fan 1" entity=10.1 unit=RPM linear=7 r-exp=-6 value=7200
sensor 0x17 fan "PSU Fan 2" entity=10.2 unit=RPM linear=7 r-exp=-6 value=7150
sensor 0x18 fan "Fan Duty" entity=30.1 unit=% value=42 swing=5 off=0
sensor 0x20 power-supply "PSU1 Pin" entity=10.1 unit=W m=4 value=200 swing=16 off=12 upper=800,900,-
sensor 0x21 power-supply "PSU2 Pin" entity=10.2 unit=W m=4 value=188 swing=16 off=8 upper=800,900,-
sensor 0x22 current "PSU1 Iout" entity=10.1 unit=A m=25 r-exp=-2 value=15.5 swing=1 off=0.5
sensor 0x23 voltage "PSU1 Vin" entity=10.1 unit=V value=231 swing=2 upper=264,-,- lower=180,-,-
sensor 0x24 other-units "Airflow" entity=7.1 unit=CFM value=64 swing=4 off=0
sensor 0x25 other-units "Pool Rate" entity=7.1 unit=bytes/s m=500 r-exp=6 value=42000000000 off=none
sensor 0x26 temperature "Empty Slot T" entity=11.2 unit=C value=0 present=no upper=80,-,-

discrete 0x40 drive-slot "HDD " entity=26.1 states=0 count=12 events=0,1,2,3,7,8
discrete 0x4C drive-slot "SSD " entity=26.13 states=0 count=12 events=0,1,2,3,7,8
discrete 0x60 power-supply "PSU1" entity=10.1 states=0 events=0,1,2,3
discrete 0x61 power-supply "PSU2" entity=10.2 states=0 events=0,1,2,3
discrete 0x62 power-unit "PSU Redundancy" entity=19.1 reading-type=0x0B states=0 events=0,1,2,5
discrete 0x63 cooling "Cooling" entity=30.1 reading-type=0x0B states=0 events=0,1,2
discrete 0x64 processor "CPU Thermtrip" entity=3.1 reading-type=0x03 states=0 off=none events=0,1
discrete 0x65 processor "CPU CATERR" entity=3.1 reading-type=0x07 states=0 events=1,2
discrete 0x66 other-units "HBA Present" entity=11.1 reading-type=0x08 states=1 events=0,1
discrete 0x67 memory "Memory Usage" entity=8.1 reading-type=0x05 states=0 events=0,1
discrete 0x68 management-health "BMC Health" entity=6.1 states=15 events=0,1,4
discrete 0x69 power-unit "Host Power" entity=19.1 events=0,1,4
discrete 0x6A acpi-state "Host State" entity=7.1 states=0 events=0,6
discrete 0x6B physical-security "Lid" entity=23.1 events=0
discrete 0x6C cooling "Fan Drawer" entity=30.1 reading-type=0x0A states=2 events=2,5,6,8
discrete 0x6D battery "Cache Battery" entity=40.1 states=2 events=0,1
discrete 0x6E version-change "FW Version" entity=6.1 events=0,1
discrete 0x6F slot "PCIe Slot 2" entity=11.2 present=no

event-only 0x80 boot-initiated "Host Boot" entity=7.1
event-only 0x81 os-stop "Host OS" entity=35.1
event-only 0x82 critical-interrupt "Diag Int" entity=7.1
event-only 0x83 memory "Mem ECC" entity=8.1

device-locator 0xA4 "HDD Backplane" bus=1 type=0x0D entity=15.1
association entity=23.1 10.1 10.2 30.1
sdr 0xC0 D97E0001020304

fru 0 "VaultNode" entity=7.1 size=2048
  chassis type=0x17 part=CH-S240 serial=S240{n} custom="24 bays|two PSUs"
  board   maker="Example Systems" name="S240 Mainboard" serial=BS{n} part=EX-240100-07 made=2025-05-02T06:15
  product maker="Example Systems" name="VaultNode S240" part=S240-24 version=C serial=VN{n} asset=ST-{n}
fru 1 "PSU1" entity=10.1 size=256
  product maker="Example Power" name="EP-1200T 1200W" part=EP1200T version=07 serial=TA{n}
  multirecord 0x00 B004FFFF28FF10279C31204EC05D2F3F0C0EB04500000000
fru 2 "PSU2" entity=10.2 size=256
  product maker="Example Power" name="EP-1200T 1200W" part=EP1200T version=07 serial=TB{n}
  multirecord 0x00 B004FFFF28FF10279C31204EC05D2F3F0C0EB04500000000
fru 3 "HBA" entity=11.1 size=512
  board maker="Example Storage" name="ES-24i HBA" serial=HB{n} part=ES24I made=2024-11-29T14:40
  multirecord 0xC0 D97E0048424132
fru 4 "Backplane" entity=15.1 size=128
  board maker="Example Systems" name="Backplane 24x2.5" serial=BP{n} part=EX-240300-01

sel capacity=1024 support=0x0B
event 90d    sensor=0x80 offset=0 data=0x01
event 61d2h  sensor=0x45 offset=1
event 61d1h  sensor=0x45 offset=0 direction=deasserted
event 60d20h sensor=0x45 offset=0
event 60d20h sensor=0x45 offset=7
event 60d8h  sensor=0x45 offset=7 direction=deasserted
event 60d8h  sensor=0x45 offset=1 direction=deasserted
event 14d    sensor=0x83 offset=0 data=0xFF,0x03
event 8d6h   sensor=0x6B offset=0
event 8d5h   sensor=0x6B offset=0 direction=deasserted
sel-record 5d type=0xD1 data=D97E00A1B2C3D4E5F6
sel-record 0m type=0xE5 data=0102030405060708090A0B0C0D

failure 0x12 value=0
failure 0x48 states=0,1
failure 0x63 states=1
