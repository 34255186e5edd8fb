#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Sensors and their records as users set them: names, rows, pipelines, questions.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"

    function Get-SetCount {
        param($Simulator)
        ($Simulator.CommandCounts.GetEnumerator() | Where-Object Key -In '04h/24h', '04h/26h', '04h/28h' | Measure-Object Value -Sum).Sum
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Set-IpmiSensorThreshold' {
    BeforeEach { $sim = Start-IpmiSimulator }

    It 'rounds, sets, reads back and says so' {
        $result = $sim | Set-IpmiSensorThreshold -Name 'Inlet Temp' -UpperNonCritical 40.4 -UpperCritical 44
        $result.UpperNonCritical, $result.UpperCritical, $result.Changed, $result.Verified | Should -Be 40, 44, $true, $true
        $result.Notes | Should -BeLike 'UpperNonCritical: 40*4 °C is rounded to 40 °C.'
        ($sim | Get-IpmiSensor -Name 'Inlet Temp').UpperCritical | Should -Be 44
    }

    It 'takes the sensors of Get-IpmiSensor as a whole, also from a CSV file, and sends what differs' {
        Set-Patience ($sim | Get-Name) -LogIn
        $sim | Get-IpmiSensor -IncludeHysteresis | Export-Csv "$TestDrive/sensors.csv"
        $rows = @(Import-Csv "$TestDrive/sensors.csv")
        @($rows | Set-IpmiSensorThreshold -Credential $sim.Credential -ErrorAction Stop | Where-Object Changed) | Should -HaveCount 0
        Get-SetCount $sim | Should -BeNullOrEmpty
        ($rows | Where-Object Name -EQ 'CPU1 Temp').UpperCritical = '96'
        $changed = @($rows | Set-IpmiSensorThreshold -Credential $sim.Credential -ErrorAction Stop | Where-Object Changed)
        $changed.Name, $changed.UpperCritical | Should -Be 'CPU1 Temp', 96
        $sim.CommandCounts['06h/3Ch'] | Should -BeLessOrEqual 3 -Because 'the rows of a BMC need one session'
    }

    It 'shows old and new for each sensor with -WhatIf, and changes nothing' {
        $said = @(Get-WhatIf { $sim | Set-IpmiSensorThreshold -Name 'Fan[12]' -LowerCritical 900 @args })
        $said[0] | Should -BeLike "What if: Performing the operation ""Set thresholds of 'Fan1': LowerCritical 1800 RPM -> 900 RPM"" on target ""127*"
        $said | Should -HaveCount 2
        Get-SetCount $sim | Should -BeNullOrEmpty
    }

    It 'goes on with the other rows after a wrong one' {
        $rows = 'Inlet Temp', 'Nope', 'CPU1 Temp' | ForEach-Object { [pscustomobject]@{ ComputerName = $sim | Get-Name; Name = $_; UpperNonCritical = '41' } }
        $result = @($rows | Set-IpmiSensorThreshold -Credential $sim.Credential -ErrorAction SilentlyContinue -ErrorVariable failed)
        $result.Name | Should -Be 'Inlet Temp', 'CPU1 Temp'
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
    }

    It 'refuses <Why>' -ForEach @(
        @{ Why = 'a wrong order'; Given = @{ Name = 'Inlet Temp'; UpperCritical = 20 }; Id = 'IpmiInvalidParameter' }
        @{ Why = 'a sensor without thresholds'; Given = @{ Name = 'PS1 Status'; UpperCritical = 20 }; Id = 'IpmiInvalidParameter' }
        @{ Why = 'nothing to set'; Given = @{ Name = 'Inlet Temp' }; Id = 'IpmiInvalidParameter' }
    ) {
        $sim | Set-IpmiSensorThreshold @Given -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed[0] | Get-Id | Should -Be $Id
        Get-SetCount $sim | Should -BeNullOrEmpty
    }

    It 'finds a sensor by number, and wants one to be named' {
        ($sim | Set-IpmiSensorThreshold -Number 1 -UpperCritical 43).Name | Should -Be 'Inlet Temp'
        { Set-IpmiSensorThreshold ($sim | Get-Name) -Credential $sim.Credential -UpperCritical 43 -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }
}

Describe 'Events of sensors' {
    BeforeAll { $sim = Start-IpmiSimulator }

    It 'are set by name, and lead back through a CSV file' {
        $before = $sim | Get-IpmiSensorEvent -Name 'Inlet Temp'
        $set = $sim | Set-IpmiSensorEvent -Name 'Inlet Temp' -AssertionEvents UpperCriticalGoingHigh -DeassertionEvents None
        $set.AssertionEvents, $set.DeassertionEvents | Should -Be 'Upper Critical - going high', 'None'
        $before | Export-Csv "$TestDrive/events.csv"
        $back = Import-Csv "$TestDrive/events.csv" | Set-IpmiSensorEvent -Credential $sim.Credential
        $back.AssertionEvents, $back.DeassertionEvents, $back.Verified | Should -Be $before.AssertionEvents, $before.DeassertionEvents, $true
        ($sim | Get-IpmiSensor -Name 'Inlet Temp' -IncludeEvents).AssertionEvents | Should -Be $before.AssertionEvents
    }

    It 'are shown with -WhatIf' {
        Get-WhatIf { $sim | Set-IpmiSensorEvent -Name 'PS1 Status' -EventsEnabled $false @args } |
            Should -BeLike "*""Set events of 'PS1 Status': event messages and scanning on/on -> off/on"" on*"
        Get-WhatIf { $sim | Reset-IpmiSensor -Name 'PS1 Status' -Event Presence* @args } |
            Should -BeLike "*""Send Re-arm Sensor Events: 'PS1 Status', assertion of Presence detected; deassertion of Presence detected"" on*"
    }

    It 'are re-armed, and those that hold are there again' {
        ($sim | Reset-IpmiSensor -Name 'PS1 Status').OccurredEvents | Should -Be 'Presence detected'
    }
}

Describe 'SDRs' {
    BeforeAll {
        $sim = Start-IpmiSimulator
        $all = @($sim | Get-IpmiSdr)
    }

    It 'are typed, and keep their bytes' {
        $all.Count | Should -BeGreaterThan 40
        ($sim | Get-IpmiSdr -Name 'Inlet Temp').ToRecord() | Should -BeOfType IpmiPS.Sdr.FullSensorRecord
        ($sim | Get-IpmiSdr -Type McDeviceLocator).Raw.ToString() | Should -BeLike '01 00 51 12 *'
        $sim | Get-IpmiSdr -Name Nope -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
    }

    It 'are exported to a folder and imported again, after a question and a backup' {
        $file = $sim | Export-IpmiSdr -Path $TestDrive
        $file.Records | Should -Be $all.Count
        $offline = Get-IpmiSdr -Path "$TestDrive/*.sdr"
        $offline[0].ComputerName, (@($offline.Raw) -join ';') | Should -Be (Split-Path -Leaf $file.Path), (@($all.Raw) -join ';')
        @(Get-IpmiSdr -Path $file.Path -Type McDeviceLocator).Count | Should -Be @($sim | Get-IpmiSdr -Type McDeviceLocator).Count
        [System.IO.File]::WriteAllBytes("$TestDrive/some.sdr", [byte[]]@($all | Select-Object -First 10 | ForEach-Object { [byte[]] $_.Raw }))
        Get-WhatIf { $sim | Import-IpmiSdr -Path "$TestDrive/some.sdr" -BackupPath $TestDrive @args } | Should -BeLike "*Clear SDR Repository: replace $($all.Count) records * by 10 *"
        $result = $sim | Import-IpmiSdr -Path "$TestDrive/some.sdr" -BackupPath $TestDrive -Force
        $result.Records, $result.Verified | Should -Be 10, $true
        $null = $sim | Import-IpmiSdr -Path $result.BackupPath -BackupPath $TestDrive -Confirm:$false
        @($sim | Get-IpmiSdr).Count | Should -Be $all.Count
        ($sim | Import-IpmiSdr -Path $file.Path -BackupPath $TestDrive -Force).Changed | Should -BeFalse
    }

    It 'of several BMCs do not go to one file, and a file of something else is refused' {
        $two = $sim, (Start-IpmiSimulator)
        $null = $two | Export-IpmiSdr -Path "$TestDrive/one.sdr" -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiInvalidParameter'
        'text' | Set-Content "$TestDrive/text.sdr"
        { $sim | Import-IpmiSdr -Path "$TestDrive/text.sdr" -Force -ErrorAction Stop } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
        Get-WhatIf { $sim | Export-IpmiSdr -Path "$TestDrive/none.sdr" @args } | Should -BeLike '*Read the sensor data records and write them to*'
        "$TestDrive/none.sdr" | Should -Not -Exist
    }
}
