#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The chassis: what it is set to is read first, sent if it differs, and read back.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"

    function Get-SetCount {
        param($Simulator)
        ($Simulator.CommandCounts.GetEnumerator() | Where-Object Key -In '00h/06h', '00h/0Ah', '00h/0Bh' | Measure-Object Value -Sum).Sum
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Get-IpmiChassis' {
    It 'reads all that there is, and notes what there is not' {
        $chassis = Start-IpmiSimulator -Profile rack-1u | Get-IpmiChassis
        $chassis.PowerState | Should -Be 'On'
        $chassis.PowerOnHours | Should -BeGreaterThan 0
        $chassis.RestartCause | Should -Not -BeNullOrEmpty
        $chassis.Capabilities | Should -Be 'IntrusionSensor, FrontPanelLockout'
        $chassis.DisableableButtons | Should -Be 'PowerOff, Reset, DiagnosticInterrupt, Standby'
        $chassis.Notes | Should -BeLike 'PowerCycleInterval: *'
    }

    It 'has null and a note for what the BMC does not have' {
        $chassis = Start-IpmiSimulator -UnknownCommand 00/0F, 00/07, 00/00 | Get-IpmiChassis -ErrorAction Stop
        $chassis.PowerOnHours, $chassis.RestartCause, $chassis.Capabilities | Should -Be @($null, $null, $null)
        $chassis.Notes -match '^(PowerOnHours|RestartCause|Capabilities): ' | Should -HaveCount 3
    }
}

Describe 'Set-IpmiChassis' {
    BeforeEach { $sim = Start-IpmiSimulator }

    It 'sets, reads back and says that it changed' {
        $result = $sim | Set-IpmiChassis -RestorePolicy AlwaysOn -DisabledButton PowerOff, Reset
        $result.RestorePolicy | Should -Be 'AlwaysOn'
        $result.DisabledButtons | Should -Be 'PowerOff, Reset'
        $result.Changed, $result.Verified | Should -Be $true, $true
        ($sim | Get-IpmiChassis).RestorePolicy | Should -Be 'AlwaysOn'
    }

    It 'sends nothing where all is as requested' {
        $null = $sim | Set-IpmiChassis -RestorePolicy AlwaysOn
        $sent = Get-SetCount $sim
        $result = $sim | Set-IpmiChassis -RestorePolicy AlwaysOn
        $result.Changed, $result.Verified | Should -Be $false, $true
        Get-SetCount $sim | Should -Be $sent
    }

    It 'sends an interval that cannot be read back, and does not call it verified' {
        $result = $sim | Set-IpmiChassis -PowerCycleInterval 5
        $result.PowerCycleInterval, $result.Changed, $result.Verified | Should -Be 5, $true, $false
    }

    It 'shows old and new with -WhatIf and changes nothing' {
        $null = $sim | Set-IpmiChassis -RestorePolicy AlwaysOff
        $sent = Get-SetCount $sim
        Get-WhatIf { $sim | Set-IpmiChassis -RestorePolicy AlwaysOn -DisabledButton Reset @args } |
            Should -Be ('What if: Performing the operation "Set the chassis: restore policy AlwaysOff -> AlwaysOn, disabled buttons None -> Reset" on target "{0}".' -f ($sim | Get-Name))
        Get-SetCount $sim | Should -Be $sent
    }

    It 'takes what Get-IpmiChassis returned, also from a CSV file' {
        $null = $sim | Set-IpmiChassis -RestorePolicy AlwaysOn -DisabledButton Standby
        $sim | Get-IpmiChassis | Export-Csv "$TestDrive/chassis.csv" -NoTypeInformation
        $null = $sim | Set-IpmiChassis -RestorePolicy Previous -DisabledButton None
        $result = Import-Csv "$TestDrive/chassis.csv" | Set-IpmiChassis -Credential $sim.Credential
        $result.RestorePolicy, $result.DisabledButtons | Should -Be 'AlwaysOn', 'Standby'
        ($sim | Get-IpmiChassis | Set-IpmiChassis -Credential $sim.Credential).Changed | Should -BeFalse
    }

    It 'takes each row with its own settings' {
        $second = Start-IpmiSimulator
        $rows = @(
            [pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential; RestorePolicy = 'AlwaysOn'; DisabledButton = '' }
            [pscustomobject]@{ ComputerName = $second | Get-Name; Credential = $second.Credential; RestorePolicy = ''; DisabledButton = 'Reset' }
        )
        $result = @($rows | Set-IpmiChassis)
        ($result | Where-Object ComputerName -EQ $rows[0].ComputerName).RestorePolicy | Should -Be 'AlwaysOn'
        ($result | Where-Object ComputerName -EQ $rows[1].ComputerName).DisabledButtons | Should -Be 'Reset'
        ($second | Get-IpmiChassis).RestorePolicy | Should -Not -Be 'AlwaysOn'
    }

    It 'refuses a cell that it cannot read, and a row with nothing to set' {
        $null = [pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential; RestorePolicy = 'Sometimes' } | Set-IpmiChassis -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        $null = $sim | Set-IpmiChassis -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
    }

    It 'is an error with the BMC''s word where a setting does not exist there' {
        $bare = Start-IpmiSimulator -UnknownCommand 00/0A
        $null = $bare | Set-IpmiChassis -RestorePolicy AlwaysOn -DisabledButton Reset -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiCommandFailed'
        $failed[0].Exception.Message | Should -BeLike '*Sent before it: restore policy * -> AlwaysOn.'
    }
}

Describe 'Invoke-IpmiIdentify' {
    BeforeAll { $sim = Start-IpmiSimulator }

    It 'turns the light on for a time, until it is turned off, and off: <Run>' -ForEach @(
        @{ Run = { $sim | Invoke-IpmiIdentify -Seconds 200 }; State = 'Timed'; Seconds = 200 }
        @{ Run = { $sim | Invoke-IpmiIdentify -Indefinite }; State = 'Indefinite' }
        @{ Run = { $sim | Invoke-IpmiIdentify -Off }; State = 'Off' }
        @{ Run = { $sim | Invoke-IpmiIdentify -Seconds 0 }; State = 'Off' }
    ) {
        $result = & $Run
        $result.State, $result.Seconds, $result.Verified | Should -Be $State, $Seconds, $true
        ($sim | Get-IpmiChassis).IdentifyState | Should -Be $State
    }

    It 'says with -WhatIf what it would do, and sends nothing' {
        $sent = Get-ResponseCount $sim
        Get-WhatIf { $sim | Invoke-IpmiIdentify -Indefinite @args } | Should -BeLike 'What if: *"Send Chassis Identify: turn the identify light on until it is turned off"*'
        $sim.ResponseCount | Should -Be $sent
    }

    It 'refuses two wishes at once' {
        { $sim | Invoke-IpmiIdentify -Off -Seconds 3 } | Should -Throw '*exclude each other*'
    }
}

Describe 'What <Name> says of the chassis and sets' -ForEach @(
    @{ Name = 'ipmitool'; Program = 'ipmitool' }
    @{ Name = 'FreeIPMI'; Program = 'ipmi-chassis' }
) {
    BeforeAll {
        $sim = Start-IpmiSimulator
        function Invoke-Other {
            if ($Program -eq 'ipmitool') { ipmitool -I lanplus -C 17 -H $sim.ComputerName -p $sim.Port -U admin -P simulated @args 2>$null }
            else {
                $first, [string[]] $rest = $args
                & $first -h "$($sim.ComputerName):$($sim.Port)" -u admin -p simulated -D LAN_2_0 -I 17 -l ADMIN @rest 2>$null
            }
        }
        $isMissing = -not (Get-Command $Program -CommandType Application -ErrorAction Ignore)
    }

    It 'is what was set here' {
        if ($isMissing) { Set-ItResult -Skipped -Because "there is no $Program here"; return }
        $null = $sim | Set-IpmiChassis -RestorePolicy AlwaysOn -DisabledButton Reset, Standby
        $null = $sim | Invoke-IpmiIdentify -Indefinite
        if ($Program -eq 'ipmitool') {
            $said = (Invoke-Other chassis status) -replace '\s+:', ':'
            'Power Restore Policy: always-on', 'Reset Button Disabled: true', 'Sleep Button Disabled: true', 'Power Button Disabled: false' | ForEach-Object { $said | Should -Contain $_ }
            $hours = [int]($sim | Get-IpmiChassis).PowerOnHours
            "$(Invoke-Other chassis poh)" | Should -BeLike "*$([math]::Floor($hours / 24)) days, $($hours % 24) hours*"
        }
        else {
            $said = (Invoke-Other ipmi-chassis --get-chassis-status) -replace '\s+:', ':'
            'Power restore policy: Always on', 'Reset button: disabled', 'Standby button: disabled', 'Power off button: enabled', 'Chassis Identify state: Indefinite on' | ForEach-Object { $said | Should -Contain $_ }
        }
    }

    It 'is read here' {
        if ($isMissing) { Set-ItResult -Skipped -Because "there is no $Program here"; return }
        if ($Program -eq 'ipmitool') {
            $null = Invoke-Other chassis policy previous
            $null = Invoke-Other chassis identify 200
        }
        else {
            $null = Invoke-Other ipmi-config --category=chassis --commit '--key-pair=Chassis_Power_Conf:Power_Restore_Policy=Restore_State_AC_Apply'
            $null = Invoke-Other ipmi-config --category=chassis --commit '--key-pair=Chassis_Front_Panel_Buttons:Enable_Power_Off_Button_For_Power_Off_Only=No'
            $null = Invoke-Other ipmi-chassis --chassis-identify=200
            ($sim | Get-IpmiChassis).DisabledButtons | Should -Match 'PowerOff'
        }
        $chassis = $sim | Get-IpmiChassis
        $chassis.RestorePolicy, $chassis.IdentifyState | Should -Be 'Previous', 'Timed'
    }
}
