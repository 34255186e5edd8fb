#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What each cmdlet reads and does, against virtual BMCs. That the numbers are right is the matter of the interop tests.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 3 -UnhealthyEvery 3)
    $sim = $sims[0]
    $name = $sim | Get-Name

    function Assert-Property {
        param($InputObject, [string[]] $Name)
        foreach ($property in $Name) { $InputObject.PSObject.Properties.Name | Should -Contain $property }
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Get-IpmiSensor' {
    BeforeAll { $sensors = $sim | Get-IpmiSensor }

    It 'has the properties that runbooks read' {
        $sensors[0] | Should -BeOfType ([IpmiPS.Sensor])
        Assert-Property $sensors[0] ComputerName, Name, Type, Value, Unit, Health, State, Entity, Number, OwnerId, LowerNonRecoverable, LowerCritical,
            LowerNonCritical, UpperNonCritical, UpperCritical, UpperNonRecoverable, RawValue, Timestamp
    }

    It 'gives values with units, and no value rather than 0' {
        $inlet = $sensors | Where-Object Name -EQ 'Inlet Temp'
        $inlet.Value | Should -BeOfType ([double])
        $inlet.Value | Should -BeGreaterThan 10
        $inlet.Unit | Should -Be ([char]0xB0 + 'C')
        $inlet.Type | Should -Be 'Temperature'
        $inlet.UpperCritical | Should -BeGreaterThan $inlet.UpperNonCritical
        $inlet.Health | Should -Be 'Ok'
        foreach ($dumb in $sensors | Where-Object Health -EQ 'Unknown') { $dumb.Value | Should -BeNullOrEmpty; $dumb.Value | Should -Not -Be 0 }
        $discrete = $sensors | Where-Object Name -EQ 'PS1 Status'
        $discrete.Value | Should -BeNullOrEmpty
        $discrete.State | Should -Contain 'Presence detected'
    }

    It 'takes names and types with wildcards' {
        ($sim | Get-IpmiSensor -Name 'fan[12]', 'inlet*').Name | Should -Be 'Inlet Temp', 'Fan1', 'Fan2'
        ($sim | Get-IpmiSensor -Type temp*).Type | Sort-Object -Unique | Should -Be 'Temperature'
        (Get-IpmiSensor $name Fan1 -Credential $sim.Credential).Name | Should -Be 'Fan1'
        $sim | Get-IpmiSensor -Name 'no such *' | Should -BeNullOrEmpty
    }

    It 'asks only for the sensors that are wanted' {
        $before = $sim.CommandCounts['04h/2Dh']
        $null = $sim | Get-IpmiSensor -Name Fan1
        $sim.CommandCounts['04h/2Dh'] - $before | Should -BeIn 1, 2, 3 -Because 'a slow answer may be asked for again, but not 20 sensors'
    }

    It 'finds the unhealthy server' {
        $bad = $sims | Get-IpmiSensor -Unhealthy
        $bad.ComputerName | Sort-Object -Unique | Should -Be ($sims[2] | Get-Name)
        $bad.Health | Should -Not -Contain 'Ok'
        $bad.Health | Should -Not -Contain 'Unknown'
    }

    It 'reads the SDRs once, and again with -Refresh' {
        $before = $sim.CommandCounts['0Ah/23h']
        $null = $sim | Get-IpmiSensor -Name Fan1
        $sim.CommandCounts['0Ah/23h'] | Should -Be $before
        $null = $sim | Get-IpmiSensor -Name Fan1 -Refresh
        $sim.CommandCounts['0Ah/23h'] | Should -BeGreaterThan $before
    }

    It 'exports to CSV' {
        $csv = $sensors | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $csv.Count | Should -Be $sensors.Count
        ($csv | Where-Object Name -EQ 'PS1 Status').Value | Should -Be ''
        ($csv | Where-Object Name -EQ 'PS1 Status').StateText | Should -Be 'Presence detected'
        $csv[0].PSObject.Properties.Name[0] | Should -Be 'ComputerName'
    }
}

Describe 'Get-IpmiSel' {
    BeforeAll { $log = $sim | Get-IpmiSel }

    It 'has the properties that runbooks read' {
        $log[0] | Should -BeOfType ([IpmiPS.SelEntry])
        Assert-Property $log[0] ComputerName, Id, Timestamp, TimestampKind, Severity, SensorType, SensorName, SensorNumber, Event, Direction, Value, Unit, Threshold, GeneratorId, RecordType, Raw
        $log[0].Timestamp | Should -BeOfType ([DateTimeOffset])
        $log.Id | Should -Be ($log.Id | Sort-Object)
        $log[0].Raw.Count | Should -Be 16
    }

    It 'gives the newest' {
        ($sim | Get-IpmiSel -Newest 3).Id | Should -Be $log[-3..-1].Id
    }

    It 'selects by severity, sensor type and time' {
        ($sim | Get-IpmiSel -Severity Critical, Warning).Id | Should -Be ($log | Where-Object Severity -In 'Critical', 'Warning').Id
        ($sim | Get-IpmiSel -SensorType power*).Id | Should -Be ($log | Where-Object SensorType -Like 'power*').Id
        $middle = $log[3].Timestamp
        ($sim | Get-IpmiSel -After $middle).Id | Should -Be ($log | Where-Object { $_.Timestamp -gt $middle }).Id
        ($sim | Get-IpmiSel -Before $middle.LocalDateTime).Id | Should -Be ($log | Where-Object { $_.Timestamp -lt $middle }).Id
    }

    It 'reads no SDR with -Raw' {
        $fresh = Start-IpmiSimulator
        $raw = $fresh | Get-IpmiSel -Raw
        $raw.Count | Should -BeGreaterThan 3
        $raw.SensorName | Where-Object { $_ } | Should -BeNullOrEmpty
        $fresh.CommandCounts.ContainsKey('0Ah/23h') | Should -BeFalse
        $fresh | Stop-IpmiSimulator
    }

    It 'tells the state of the log' {
        $info = $sim | Get-IpmiSelInfo
        $info.Entries | Should -Be $log.Count
        Assert-Property $info ComputerName, Entries, FreeBytes, LastAdd, LastErase, Overflow
    }
}

Describe 'A log that grows whenever it is read' {
    BeforeAll { $growing = Start-IpmiSimulator -Profile growing-sel -SelEntries 100 }

    AfterAll { $growing | Stop-IpmiSimulator }

    It 'is read once, with a warning' {
        $entries = @($growing | Get-IpmiSel -Raw -WarningAction SilentlyContinue -WarningVariable warned)
        $entries.Count | Should -BeGreaterThan 100
        $entries.Count | Should -BeLessThan 300
        $entries.Id | Should -Be (1..$entries.Count)
        "$warned" | Should -BeLike '*-Newest*'
        @($growing | Get-IpmiSel -Raw -Newest 3 -WarningVariable warned).Count | Should -Be 3
        $warned | Should -BeNullOrEmpty
    }

    It 'is not cleared with -PassThru, which would lose entries' {
        $growing | Clear-IpmiSel -PassThru -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Get-Id | Should -Be 'IpmiBusy'
        $growing.SelClearCount | Should -Be 0
    }
}

Describe 'Clear-IpmiSel' {
    BeforeEach { $own = Start-IpmiSimulator }

    AfterEach { $own | Stop-IpmiSimulator }

    It 'clears, and gives what was cleared with -PassThru' {
        $before = $own | Get-IpmiSel
        $cleared = $own | Clear-IpmiSel -PassThru -Confirm:$false
        $cleared.Id | Should -Be $before.Id
        $cleared[0].SensorName | Should -Be $before[0].SensorName
        $own.SelCount | Should -BeLessOrEqual 1
    }

    It 'gives nothing without' {
        $own | Clear-IpmiSel -Confirm:$false | Should -BeNullOrEmpty
        $own.SelCount | Should -BeLessOrEqual 1
    }

    It 'sends nothing with -WhatIf, and asks by itself' {
        $own | Clear-IpmiSel -WhatIf
        $own.PacketCount | Should -Be 0
        [System.Management.Automation.CommandMetadata]::new((Get-Command Clear-IpmiSel)).ConfirmImpact | Should -Be 'High'
        [System.Management.Automation.CommandMetadata]::new((Get-Command Invoke-IpmiPower)).ConfirmImpact | Should -Be 'Medium'
    }
}

Describe 'Get-IpmiFru' {
    It 'reads every device that the SDR names' {
        $frus = $sim | Get-IpmiFru
        $frus[0] | Should -BeOfType ([IpmiPS.Fru])
        Assert-Property $frus[0] ComputerName, Id, Name, ChassisType, ChassisPartNumber, ChassisSerial, BoardManufacturer, BoardProductName, BoardPartNumber, BoardSerial,
            BoardManufactureDate, ProductManufacturer, ProductName, ProductPartNumber, ProductVersion, ProductSerial, ProductAssetTag, MultiRecord, ChecksumValid, Raw
        $frus.Count | Should -BeGreaterThan 2
        $frus[0].Id | Should -Be 0
        $frus[0].ProductName | Should -Not -BeNullOrEmpty
        $frus[0].ChecksumValid.All | Should -BeTrue
    }

    It 'takes ids' {
        ($sim | Get-IpmiFru -Id 0, 1).Id | Should -Be 0, 1
        $sim | Get-IpmiFru -Id 99 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
    }
}

Describe 'Boot device' {
    It 'sets <Device> <Given> and reads it back' -ForEach @(
        @{ Device = 'Pxe'; Given = @{} }
        @{ Device = 'Disk'; Given = @{ Persistent = $true } }
        @{ Device = 'Cdrom'; Given = @{ Uefi = $true } }
        @{ Device = 'Bios'; Given = @{ Persistent = $true; Uefi = $true } }
    ) {
        $set = $sim | Set-IpmiBootDevice -Device $Device @Given
        "$($set.Device) $($set.Persistent) $($set.Uefi) $($set.Valid)" | Should -Be "$Device $([bool]$Given.Persistent) $([bool]$Given.Uefi) True"
        $read = $sim | Get-IpmiBootDevice
        "$($read.Device) $($read.Persistent) $($read.Uefi) $($read.Valid)" | Should -Be "$Device $([bool]$Given.Persistent) $([bool]$Given.Uefi) True"
        Assert-Property $read ComputerName, Device, Persistent, Uefi, Valid
    }

    It 'takes it back with None' {
        ($sim | Set-IpmiBootDevice -Device None).Device | Should -Be 'None'
    }

    It 'knows the devices of the contract' {
        [enum]::GetNames([IpmiPS.BootDevice]) | Should -Not -BeNullOrEmpty
        foreach ($device in 'None', 'Pxe', 'Disk', 'SafeDisk', 'Diagnostic', 'Cdrom', 'Bios', 'Floppy', 'RemoteMedia') { [enum]::GetNames([IpmiPS.BootDevice]) | Should -Contain $device }
    }

    It 'sends nothing with -WhatIf' {
        $untouched = Start-IpmiSimulator
        $untouched | Set-IpmiBootDevice -Device Pxe -WhatIf
        $untouched.PacketCount | Should -Be 0
    }
}

Describe 'Get-IpmiDevice' {
    It 'tells what a BMC is' {
        $device = $sim | Get-IpmiDevice
        $device.IpmiVersion | Should -Be ([version]'2.0')
        $device.Guid | Should -BeOfType ([guid])
        $device.Manufacturer | Should -Not -BeNullOrEmpty
        $device.FirmwareVersion | Should -Match '^\d+\.'
    }
}

Describe 'Test-IpmiConnection' {
    It 'logs in with a credential, and does not without' {
        $with = $sim | Test-IpmiConnection
        "$($with.Success) $($with.LogIn) $($with.Pong) $($with.Ipmi20) $($with.CipherSuite)" | Should -Be 'True True True True 17'
        $with.CipherSuites | Should -Contain 17
        $opened = $sim.SessionsOpened
        $without = Test-IpmiConnection $name
        "$($without.Success) $($without.Pong)" | Should -Be 'True True'
        $without.LogIn | Should -BeNullOrEmpty
        $null = $sim | Test-IpmiConnection -SkipLogIn
        $sim.SessionsOpened | Should -Be $opened
    }

    It 'tells why a log-in fails, without an error' {
        $test = Test-IpmiConnection $name -Credential (Get-TestCredential 'admin' 'wrong') -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        "$($test.Success) $($test.LogIn) $($test.ErrorId)" | Should -Be 'False False IpmiBadCredential'
        $test.Reason, $test.RecommendedAction | Should -Not -Contain $null
        (Test-IpmiConnection (Get-DeadName)).ErrorId | Should -Be 'IpmiUnreachable'
        $silent = Open-SilentHost
        $test = Test-IpmiConnection $silent.Name -TimeoutSeconds 0.3 -ErrorVariable failed
        $silent.Socket.Dispose()
        $failed | Should -BeNullOrEmpty
        "$($test.Success) $($test.ErrorId)" | Should -Be 'False IpmiTimeout'
    }

    It 'gives true or false with -Quiet' {
        $sim | Test-IpmiConnection -Quiet | Should -BeTrue
        $no = Test-IpmiConnection (Get-DeadName) -Quiet
        $no | Should -BeOfType ([bool])
        $no | Should -BeFalse
    }
}

Describe 'Invoke-IpmiCommand' {
    It 'sends bytes and gives bytes' {
        $result = $sim | Invoke-IpmiCommand -NetFn 6 -Command 1
        $result.Data.Count | Should -BeGreaterThan 10
        $result.Hex | Should -Match '^([0-9A-F]{2} ?)+$'
        (Invoke-IpmiCommand $name App 1 -Credential $sim.Credential).Hex | Should -Be $result.Hex
        (Invoke-IpmiCommand $name App 1 -Data $null -Credential $sim.Credential).Hex | Should -Be $result.Hex
    }

    It 'takes data as numbers and as hexadecimal text' -ForEach @{ Data = 0x0E, 4 }, @{ Data = '0e04' }, @{ Data = '0x0E 0x04' }, @{ Data = '0E', '04' } {
        # Get Channel Authentication Capabilities
        ($sim | Invoke-IpmiCommand -NetFn App -Command 0x38 -Data $Data).Data.Count | Should -Be 8
    }

    It 'raises the privilege where the command needs it' {
        # Chassis Identify needs Operator, and a session begins at User.
        { $sim | Invoke-IpmiCommand -NetFn Chassis -Command 4 -Data 1 -ErrorAction Stop } | Should -Not -Throw
    }

    It 'sends nothing with -WhatIf' {
        $untouched = Start-IpmiSimulator
        $untouched | Invoke-IpmiCommand -NetFn 0 -Command 2 -Data 0 -WhatIf
        $untouched.PacketCount | Should -Be 0
        $untouched.PowerActions | Should -BeNullOrEmpty
    }
}

Describe 'Consoles' {
    It 'sends lines and waits for a pattern' {
        $seen = $sim | Invoke-IpmiSol -Send '' -Until 'login:' -TimeoutSeconds 60
        $seen.Matched | Should -BeTrue
        $seen.Match | Should -Be 'login:'
        $seen.Text | Should -Match 'login:'
        "$seen" | Should -Be $seen.Text
    }

    It 'tells what it saw when the pattern does not come' {
        $seen = $sim | Invoke-IpmiSol -Send '' -Until 'never this' -TimeoutSeconds 4 -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
        $seen.Matched | Should -BeFalse
        $seen.Text | Should -Match 'login:'
    }

    It 'works many consoles at once' {
        @($sims | Invoke-IpmiSol -Send '' -Until 'login:' -TimeoutSeconds 60 | Where-Object Matched).Count | Should -Be 3
    }

    It 'sends nothing with -WhatIf' {
        $untouched = Start-IpmiSimulator
        $untouched | Invoke-IpmiSol -Send 'reboot' -WhatIf
        $untouched.PacketCount | Should -Be 0
    }

    It 'refuses plainly where there is no console' {
        $said = Invoke-Apart 'try { $s = Start-IpmiSimulator; $s | Enter-IpmiSol } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction; $s.PacketCount }'
        $said[0] | Should -BeLike 'IpmiInvalidParameter,*'
        $said[1] | Should -Match 'Invoke-IpmiSol'
        $said[2] | Should -Be '0'
    }
}

Describe 'Simulators' {
    It 'listens, counts and stops' {
        $own = @(Start-IpmiSimulator -Count 2)
        Assert-Property $own[0] ComputerName, Port, Credential, PacketCount, PowerActions
        (Get-IpmiSimulator -Id $own[1].Id).Port | Should -Be $own[1].Port
        $null = $own[0] | Get-IpmiPower
        $own[0].PacketCount | Should -BeGreaterThan 3
        $own[1].PacketCount | Should -Be 0
        $stopped = $own[0] | Stop-IpmiSimulator -PassThru
        $stopped.Running | Should -BeFalse
        $stopped.PacketCount | Should -BeGreaterThan 3
        ($own[1] | Get-IpmiPower).State | Should -Be 'On'
        $own[0] | Get-IpmiPower -TimeoutSeconds 2 -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Stop-IpmiSimulator -Id $own[1].Id
        Get-IpmiSimulator -Id $own[1].Id -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
    }

    It 'takes times as milliseconds and as time spans' -ForEach @{ Latency = 60 }, @{ Latency = '60' }, @{ Latency = [timespan]::FromMilliseconds(60) } {
        $far = Start-IpmiSimulator -Latency $Latency
        $null = $far | Get-IpmiPower
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        $null = $far | Get-IpmiPower
        $clock.Elapsed.TotalMilliseconds | Should -BeGreaterThan 180
        $clock.Elapsed.TotalMilliseconds | Should -BeLessThan 10000
        $far | Stop-IpmiSimulator
    }

    It 'does not listen where other machines could reach it, unless told to' {
        { Start-IpmiSimulator -Address 0.0.0.0 } | Should -Throw '*-AllowNetwork*' -ErrorId 'IpmiInvalidParameter,*'
    }

    It 'starts machines of its own at each call, and the same ones with the same seed' {
        function Get-Identity($rack) {
            foreach ($bmc in $rack) {
                "$(($bmc | Get-IpmiDevice).Guid)"
                ($bmc | Get-IpmiFru -Id 0).ProductSerial
                ($bmc | Invoke-IpmiCommand -NetFn Transport -Command 2 -Data 1, 5, 0, 0).Data -join ':'
            }
        }
        $racks = @(Start-IpmiSimulator 2) + (Start-IpmiSimulator) + (Start-IpmiSimulator -Seed 2)
        $identities = Get-Identity $racks
        @($identities | Sort-Object -Unique).Count | Should -Be 12
        Get-Identity (Start-IpmiSimulator -Seed 2) | Should -Be $identities[9..11]
        $racks | Stop-IpmiSimulator
    }

    It 'names the parameter or the port that an error means' {
        $one = Start-IpmiSimulator
        { Start-IpmiSimulator -Port $one.Port } | Should -Throw "*-Port*$($one.Port)*in use*" -ErrorId 'IpmiInvalidParameter,*'
        { Start-IpmiSimulator -OnePort } | Should -Throw '*-OnePort*-Port*' -ErrorId 'IpmiInvalidParameter,*'
        { Start-IpmiSimulator -SilentCommand 2d } | Should -Throw '*-SilentCommand*' -ErrorId 'IpmiInvalidParameter,*'
        { Start-IpmiSimulator -CipherSuite 20 } | Should -Throw '*-CipherSuite*' -ErrorId 'IpmiInvalidParameter,*'
        { Start-IpmiSimulator -Profile mainframe } | Should -Throw '*-Profile*' -ErrorId 'IpmiInvalidParameter,*'
        { Start-IpmiSimulator -BmcKey (ConvertTo-SecureString 'a BMC key that is too long' -AsPlainText -Force) } | Should -Throw '*-BmcKey*' -ErrorId 'IpmiInvalidParameter,*'
        $one | Stop-IpmiSimulator
    }

    It 'starts nothing with -WhatIf' {
        Start-IpmiSimulator -Count 5 -WhatIf | Should -BeNullOrEmpty
    }

    It 'plays a file of ipmi_sim' {
        $captures = if ($env:IPMIPS_CAPTURES) { $env:IPMIPS_CAPTURES } else { "$PSScriptRoot/../../../shared/captures" }
        $file = Get-ChildItem $captures -Filter *.emu -ErrorAction Ignore | Select-Object -First 1
        if (-not $file) {
            Set-ItResult -Skipped -Because 'the captures are not here'
            return
        }
        $played = Start-IpmiSimulator -Path $file.FullName -WarningAction SilentlyContinue
        @($played | Get-IpmiSensor -WarningAction SilentlyContinue).Count | Should -BeGreaterThan 50
        $played | Stop-IpmiSimulator
    }

    It 'says so where there is no such file' {
        { Start-IpmiSimulator -Path 'no such file.emu' } | Should -Throw '*-Path*no such file.emu*' -ErrorId 'IpmiInvalidParameter,*'
    }
}
