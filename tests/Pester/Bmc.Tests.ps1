#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The BMC itself: restart, watchdog, system information, global enables, ACPI states, firmware firewall, buses.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sim = Start-IpmiSimulator
    function Get-Row { [pscustomobject]@{ ComputerName = $sim | Get-Name; Credential = $sim.Credential } }
}

AfterAll {
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'Restart-IpmiDevice' {
    It 'returns once the BMC works again, and a session goes on' {
        $session = $sim | New-IpmiSession
        $result = $session | Restart-IpmiDevice -Wait -Force
        $result.Kind, $result.Interrupted, $result.Ready | Should -Be 'Cold', $true, $true
        ($session | Get-IpmiPower).State | Should -Be 'On'
    }

    It 'says with -WhatIf what it would do' {
        Get-WhatIf { $sim | Restart-IpmiDevice -Warm @args } | Should -BeLike 'What if: *"Send Warm Reset: restart the firmware of the BMC; all its sessions end"*'
        { $sim | Restart-IpmiDevice -Cold -Warm } | Should -Throw '*exclude each other*'
    }
}

Describe 'The watchdog timer' {
    It 'is set, started, watched and stopped' {
        $null = $sim | Set-IpmiWatchdog -Use SmsOS -Action None -InitialCountdown 3
        ($sim | Reset-IpmiWatchdog).Running | Should -BeTrue
        ($sim | Get-IpmiWatchdog -Watch)[-1].Expired | Should -Be 'SmsOS'
        $null = $sim | Set-IpmiWatchdog -InitialCountdown 300
        $null = $sim | Reset-IpmiWatchdog
        $stopped = $sim | Stop-IpmiWatchdog
        $stopped.Running, $stopped.Changed | Should -Be $false, $true
        ($sim | Stop-IpmiWatchdog).Changed | Should -BeFalse
    }

    It 'goes through a file' {
        $null = $sim | Set-IpmiWatchdog -Use OSLoad -Action None -InitialCountdown 120 -DontLog $true
        $path = "$TestDrive/watchdog.csv"
        $sim | Get-IpmiWatchdog | Select-Object Use, Action, InitialCountdown, PreTimeoutInterrupt, PreTimeout, DontLog | Export-Csv $path -NoTypeInformation
        $null = $sim | Set-IpmiWatchdog -Use SmsOS -InitialCountdown 60 -DontLog $false
        $back = Import-Csv $path | Select-Object *, @{ n = 'ComputerName'; e = { $sim | Get-Name } }, @{ n = 'Credential'; e = { $sim.Credential } } | Set-IpmiWatchdog
        $back.Use, $back.InitialCountdown, $back.DontLog, $back.Verified | Should -Be 'OSLoad', 120, $true, $true
    }

    It 'is not set to a reset unattended without -Force or -Confirm:$false' {
        $say = Invoke-Apart @'
            $sim = Start-IpmiSimulator
            $null = $sim | Set-IpmiWatchdog -Use SmsOS -Action None -InitialCountdown 60
            try { $null = $sim | Set-IpmiWatchdog -Action HardReset -ErrorAction Stop; 'set' } catch { 'refused' }
            ($sim | Get-IpmiWatchdog).Action
            ($sim | Set-IpmiWatchdog -Action HardReset -Confirm:$false).Action
            ($sim | Set-IpmiWatchdog -Action PowerDown -Force).Action
            try { $null = $sim | Reset-IpmiWatchdog -ErrorAction Stop; 'started' } catch { 'refused' }
            ($sim | Reset-IpmiWatchdog -Force).Running
'@
        $say | Should -Be 'refused', 'None', 'HardReset', 'PowerDown', 'refused', 'True'
    }

    It 'shows old and new with -WhatIf' {
        $null = $sim | Set-IpmiWatchdog -Use SmsOS -Action None -InitialCountdown 60 -DontLog $false -ClearExpired All
        Get-WhatIf { $sim | Set-IpmiWatchdog -Action PowerCycle @args } | Should -BeLike '*timer SmsOS, None after 60 s -> SmsOS, PowerCycle after 60 s*'
        Get-WhatIf { $sim | Reset-IpmiWatchdog @args } | Should -BeLike '*Send Reset Watchdog Timer: start the countdown of 60 s, after which the action is None*'
        $null = $sim | Reset-IpmiWatchdog
        Get-WhatIf { $sim | Stop-IpmiWatchdog @args } | Should -BeLike '*running, SmsOS, None after 60 s -> stopped*'
        ($sim | Get-IpmiWatchdog).Running | Should -BeTrue
    }
}

Describe 'Settings of the BMC' {
    It 'are read, set and set again from what was read: system information' {
        $before = $sim | Get-IpmiSystemInfo
        Get-WhatIf { $sim | Set-IpmiSystemInfo -SystemName web01 @args } | Should -BeLike "*Set the system information: SystemName '$($before.SystemName)' -> 'web01'*"
        ($sim | Set-IpmiSystemInfo -SystemName web01 -Clear OperatingSystem).OperatingSystem | Should -Be ''
        $null = $before | Select-Object * -ExcludeProperty ComputerName | Select-Object *, @{ n = 'ComputerName'; e = { $sim | Get-Name } }, @{ n = 'Credential'; e = { $sim.Credential } } | Set-IpmiSystemInfo
        ($sim | Get-IpmiSystemInfo).SystemName | Should -Be $before.SystemName
    }

    It 'are read, set and set again from what was read: global enables' {
        Get-WhatIf { $sim | Set-IpmiGlobalEnable -SystemEventLogging $false @args } | Should -BeLike '*global enables EventMessageBuffer, SystemEventLogging -> EventMessageBuffer*'
        ($sim | Set-IpmiGlobalEnable -SystemEventLogging $false).SystemEventLogging | Should -BeFalse
        $row = Get-Row | Select-Object *, @{ n = 'SystemEventLogging'; e = { 'True' } }, @{ n = 'EventMessageBuffer'; e = { '' } }
        $result = $row | Set-IpmiGlobalEnable
        $result.SystemEventLogging, $result.EventMessageBuffer | Should -Be $true, $true
    }

    It 'are read and set: ACPI states' {
        Get-WhatIf { $sim | Set-IpmiAcpiPowerState -System S5 @args } | Should -BeLike '*ACPI power state S0/D0 -> S5/D0*'
        ($sim | Set-IpmiAcpiPowerState -System S3).System | Should -Be 'S3'
        ($sim | Get-IpmiAcpiPowerState).System | Should -Be 'S3'
    }
}

Describe 'The firmware firewall' {
    It 'is changed by names and restored by the mask' {
        Get-WhatIf { $sim | Set-IpmiFirewall -Name 'Get POH Counter' -State Blocked @args } | Should -BeLike '*Set the firmware firewall: Available -> Blocked: Get POH Counter*'
        $change = $sim | Set-IpmiFirewall -Name 'Get POH Counter' -State Blocked
        $change.State, $change.Verified | Should -Be 'Blocked', $true
        ($sim | Get-IpmiFirewall -Name 'Get POH*').State | Should -Be 'Blocked'
        $restored = $change | Select-Object NetFn, Lun, Channel, MaskBefore, @{ n = 'ComputerName'; e = { $sim | Get-Name } }, @{ n = 'Credential'; e = { $sim.Credential } } | Set-IpmiFirewall
        $restored.Changed | Should -BeTrue
        ($sim | Get-IpmiFirewall -Name 'Get POH Counter').State | Should -Be 'Available'
    }

    It 'takes what was read, several commands of one BMC too, and sub-functions' {
        $rows = $sim | Get-IpmiFirewall -Name 'Chassis Identify', 'Get POH Counter' |
            Select-Object Name, NetFn, Lun, Channel, Subfunction, State, @{ n = 'ComputerName'; e = { $sim | Get-Name } }, @{ n = 'Credential'; e = { $sim.Credential } }
        @($rows | Set-IpmiFirewall -State Blocked).Count | Should -Be 2
        @($sim | Get-IpmiFirewall | Where-Object State -EQ Blocked).Count | Should -Be 2
        @($rows | Set-IpmiFirewall).Count | Should -Be 2
        ($sim | Set-IpmiFirewall -Name 'Chassis Control' -Subfunction 0 -State Blocked).State | Should -Be 'Blocked'
        $null = $sim | Invoke-IpmiPower -Action Off -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiCommandNotSupported'
        $null = $sim | Set-IpmiFirewall -Name 'Chassis Control' -Subfunction 0 -State Available
    }

    It 'keeps what sessions need out of a wildcard, and asks for it by name' {
        $change = $sim | Set-IpmiFirewall -Name 'Set *', 'Close *' -State Blocked -NetFn App
        $change.Commands | Should -Not -Contain 'Set Session Privilege Level'
        $change.Commands | Should -Contain 'Set User Name'
        $null = $sim | Set-IpmiFirewall -NetFn App -Mask $change.MaskBefore
        Invoke-Apart "`$sim = Start-IpmiSimulator; try { `$null = `$sim | Set-IpmiFirewall -Name 'Close Session' -State Blocked -ErrorAction Stop; 'set' } catch { 'refused' }" | Should -Be 'refused'
    }

    It 'is an error for a command that is not there' {
        $null = $sim | Get-IpmiFirewall -Name 'Get Pow Counter' -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiNotPresent'
        $failed[0].Exception.Message | Should -BeLike "*'Get POH Counter'*"
        $bare = Start-IpmiSimulator -Profile legacy
        $null = $bare | Get-IpmiFirewall -AllowInsecure -WarningAction Ignore -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiCommandNotSupported'
    }
}

Describe 'Invoke-IpmiMasterWriteRead' {
    It 'reads, once' {
        $read = $sim | Invoke-IpmiMasterWriteRead -SlaveAddress 0xA0 -ReadCount 4 -Data 0
        $read.Data.ToString() | Should -Be '23 11 0C 01'
        Get-WhatIf { $sim | Invoke-IpmiMasterWriteRead -SlaveAddress 0xA0 -ReadCount 4 -Data 0 @args } | Should -BeLike '*Send Master Write-Read to A0h on public bus 0 of channel 0: write 00, read 4 bytes*'
    }

    It 'does not write to a memory unless it is forced to' {
        { $sim | Invoke-IpmiMasterWriteRead -SlaveAddress 0xA0 -Data '10 FF' } | Should -Throw '*usually a memory*'
        $null = $sim | Invoke-IpmiMasterWriteRead -SlaveAddress 0xA0 -Data '10 FF' -Force
        ($sim | Invoke-IpmiMasterWriteRead -SlaveAddress 0xA0 -ReadCount 1 -Data 0x10).Data[0] | Should -Be 0xFF
        { $sim | Invoke-IpmiMasterWriteRead -SlaveAddress 0xA1 -ReadCount 1 } | Should -Throw '*odd*'
    }

    It 'says that there is no device' {
        $null = $sim | Invoke-IpmiMasterWriteRead -SlaveAddress 0x40 -ReadCount 1 -ErrorVariable failed -ErrorAction SilentlyContinue
        $failed[0] | Get-Id | Should -Be 'IpmiCommandFailed'
        $failed[0].Exception.Message | Should -BeLike '*did not acknowledge*83h*'
    }
}

Describe 'Completion' {
    It 'has the names and numbers of commands' {
        (TabExpansion2 'Get-IpmiFirewall bmc1 -Name "Get POH').CompletionMatches[0].CompletionText | Should -Be "'Get POH Counter'"
        (TabExpansion2 'Invoke-IpmiCommand bmc1 -NetFn App -Command 0x0').CompletionMatches.ToolTip | Should -Contain 'Get Device ID'
    }
}
