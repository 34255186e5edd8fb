#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Whatever changes something can be asked what it would do, and asks where it is told to. A cmdlet whose verb reads has no -WhatIf. Any other
# has it, and is tried with it: in a row of the list here, or in the cmdlet's own test file.

BeforeDiscovery {
    . "$PSScriptRoot/Support.ps1"

    # New-IpmiSession logs in, as all others do that read; New-CimSession and New-PSSession have no -WhatIf either.
    $script:reading = 'Compare', 'ConvertFrom', 'ConvertTo', 'Find', 'Get', 'New', 'Receive', 'Register', 'Test', 'Watch'

    # What is called with -WhatIf; what of it is said, to whom (the BMC's name where no other target is named); impact. $sim is a virtual
    # BMC and $session an open session with another. The first row of a cmdlet counts for the impact.
    $script:changing = @(
        @{ Cmdlet = 'Clear-IpmiCache'; Run = { Clear-IpmiCache @args }; Says = 'Remove cached information about the BMC'; To = 'all BMCs'; Impact = 'Low' }
        @{ Cmdlet = 'Clear-IpmiCache'; Run = { $sim | Clear-IpmiCache @args }; Says = 'Remove cached information about the BMC' }
        @{ Cmdlet = 'Clear-IpmiSel'; Run = { $sim | Clear-IpmiSel @args }; Says = 'Send Clear SEL: clear the system event log, unread'; Impact = 'High' }
        @{ Cmdlet = 'Clear-IpmiSel'; Run = { $sim | Clear-IpmiSel -PassThru @args }; Says = 'Read the system event log, then send Clear SEL: clear it' }
        @{ Cmdlet = 'Clear-IpmiSel'; Run = { $sim | Clear-IpmiSel -Force @args }; Says = 'Send Clear SEL: clear the system event log, unread' }
        @{ Cmdlet = 'Clear-IpmiSel'; Run = { $session | Clear-IpmiSel @args }; Says = 'Send Clear SEL: clear the system event log, unread' }
        @{ Cmdlet = 'Enter-IpmiSol'; Run = { $sim | Enter-IpmiSol @args }; Says = 'Send Activate Payload: open the serial console'; Impact = 'Medium' }
        @{ Cmdlet = 'Enter-IpmiSol'; Run = { $sim | Enter-IpmiSol -Force @args }; Says = 'Send Activate Payload: open the serial console, taking it over from another session' }
        @{ Cmdlet = 'Invoke-IpmiCommand'; Run = { $sim | Invoke-IpmiCommand -NetFn Chassis -Command 2 -Data 3 @args }; Says = 'Send command 00h/02h (Chassis) with 03'; Impact = 'Medium' }
        @{ Cmdlet = 'Invoke-IpmiCommand'; Run = { $sim | Invoke-IpmiCommand -NetFn 0x30 -Command 1 @args }; Says = 'Send command 30h/01h' }
        @{ Cmdlet = 'Invoke-IpmiCommand'; Run = { $sim | Invoke-IpmiCommand -NetFn App -Command 0x47 -Data '02 02 70 77' @args }; Says = 'Send command 06h/47h (App) with data that hold a secret' }
        @{ Cmdlet = 'Invoke-IpmiCommand'; Run = { $sim | Invoke-IpmiCommand -NetFn App -Command 2 -TargetAddress 0x2C @args }; Says = 'Send command 06h/02h (App)'; To = '*, controller 2Ch on channel 0' }
        @{ Cmdlet = 'Invoke-IpmiCommand'; Run = { $sim | Invoke-IpmiCommand -NetFn App -Command 2 -TargetAddress 0x2C -TargetChannel 6 -Lun 3 @args }; Says = 'Send command 06h/02h (App), logical unit 3'; To = '*, controller 2Ch on channel 6' }
        @{ Cmdlet = 'Invoke-IpmiPower'; Run = { $sim | Invoke-IpmiPower -Action On @args }; Says = 'Send Chassis Control (power up): turn the machine on'; Impact = 'Medium' }
        @{ Cmdlet = 'Invoke-IpmiPower'; Run = { $sim | Invoke-IpmiPower -Action Off @args }; Says = 'Send Chassis Control (power down): turn the machine off, without shutting down its operating system' }
        @{ Cmdlet = 'Invoke-IpmiPower'; Run = { $sim | Invoke-IpmiPower -Action Cycle -Wait @args }; Says = 'Send Chassis Control (power cycle): turn the machine off and on again, without shutting down its operating system' }
        @{ Cmdlet = 'Invoke-IpmiPower'; Run = { $sim | Invoke-IpmiPower -Action Reset -Force @args }; Says = 'Send Chassis Control (hard reset): reset the machine, without shutting down its operating system' }
        @{ Cmdlet = 'Invoke-IpmiPower'; Run = { $sim | Invoke-IpmiPower -Action Soft @args }; Says = "Send Chassis Control (soft shutdown): shut down the machine's operating system" }
        @{ Cmdlet = 'Invoke-IpmiPower'; Run = { $sim | Invoke-IpmiPower -Action Diagnostic @args }; Says = 'Send Chassis Control (diagnostic interrupt): send an NMI to the machine' }
        @{ Cmdlet = 'Invoke-IpmiPower'; Run = { $session | Invoke-IpmiPower -Action Cycle @args }; Says = 'Send Chassis Control (power cycle): turn the machine off and on again, without shutting down its operating system' }
        @{ Cmdlet = 'Invoke-IpmiSol'; Run = { $sim | Invoke-IpmiSol -Until x @args }; Says = 'Send Activate Payload: open the serial console, and read from it'; Impact = 'Medium' }
        @{ Cmdlet = 'Invoke-IpmiSol'; Run = { $sim | Invoke-IpmiSol -Send 'reboot' -Force @args }; Says = 'Send Activate Payload: open the serial console, taking it over from another session, and send a line to it' }
        @{ Cmdlet = 'Invoke-IpmiSol'; Run = { $sim | Invoke-IpmiSol -Send a, b @args }; Says = 'Send Activate Payload: open the serial console, and send 2 lines to it' }
        @{ Cmdlet = 'Remove-IpmiSession'; Run = { $session | Remove-IpmiSession @args }; Says = 'Send Close Session: log out and give the session slot back'; To = '*(*)'; Impact = 'Medium' }
        @{ Cmdlet = 'Set-IpmiBootDevice'; Run = { $sim | Set-IpmiBootDevice -Device Pxe -Persistent -Uefi @args }; Says = 'Send Set System Boot Options: boot from Pxe always, UEFI'; Impact = 'Medium' }
        @{ Cmdlet = 'Set-IpmiBootDevice'; Run = { $sim | Set-IpmiBootDevice -Device None @args }; Says = 'Send Set System Boot Options: remove the boot device override' }
        @{ Cmdlet = 'Start-IpmiSimulator'; Run = { Start-IpmiSimulator -Count 2 @args }; Says = 'Start'; To = '2 virtual BMCs on 127.0.0.1'; Impact = 'Medium' }
        @{ Cmdlet = 'Update-IpmiPassword'; Run = { $sim | Update-IpmiPassword @args }; Says = 'Send Set User Password: set a new random password of 16 characters for the account that logs in, log in anew with it, and return it in the result'; Impact = 'High' }
        @{ Cmdlet = 'Update-IpmiPassword'; Run = { $session | Update-IpmiPassword -Account user -NewPassword (New-IpmiPassword) @args }; Says = "Send Set User Password: set the password that was given for the account 'user', log in anew with it, and return it in the result" }
        @{ Cmdlet = 'Update-IpmiPassword'; Run = { $sim | Update-IpmiPassword -Account '\' -Length 20 @args }; Says = 'Send Set User Password: set a new random password of 20 characters for the null user, log in anew with it, and return it in the result' }
        @{ Cmdlet = 'Update-IpmiPassword'; Run = { $sim | Update-IpmiPassword -Force @args }; Says = 'Send Set User Password: set a new random password of 16 characters for the account that logs in, log in anew with it, and return it in the result' }
        @{ Cmdlet = 'Export-IpmiConfiguration'; Run = { $sim | Export-IpmiConfiguration -Path "$TestDrive/x.json" @args }; Says = "Read the configuration and write it to '*/x.json'"; Impact = 'Medium' }
        @{ Cmdlet = 'Export-IpmiSdr'; Run = { $sim | Export-IpmiSdr -Path "$TestDrive/x.sdr" @args }; Says = "Read the sensor data records and write them to '*/x.sdr'"; Impact = 'Medium' }
        @{ Cmdlet = 'Export-IpmiSel'; Run = { $sim | Export-IpmiSel -Path "$TestDrive/x.sel" @args }; Says = "Read the event log and write it to '*/x.sel'"; Impact = 'Medium' }
        @{ Cmdlet = 'Export-IpmiFru'; Run = { $sim | Export-IpmiFru -Path "$TestDrive/x.fru" @args }; Says = "Read an inventory device and write it to '*/x.fru'"; Impact = 'Medium' }
        @{ Cmdlet = 'Test-IpmiAlert'; Run = { $sim | Test-IpmiAlert @args }; Says = 'Send Alert Immediate: send a test alert to its receiver'; Impact = 'Medium' }
        @{ Cmdlet = 'Test-IpmiSecurity'; Run = { $sim | Test-IpmiSecurity @args }; Says = 'Read how it is secured'; Impact = 'Low' }
        @{ Cmdlet = 'Test-IpmiSecurity'; Run = { $session | Test-IpmiSecurity -IncludeDefaultCredential @args }; Says = "Read how it is secured, and send Set User Password (test password): compare the passwords of accounts that have a vendor's name with those they were delivered with" }
        @{ Cmdlet = 'Stop-IpmiSimulator'; Run = { $sim | Stop-IpmiSimulator @args }; Says = 'Stop the virtual BMC'; To = '127.0.0.1:* (rack-1u)'; Impact = 'Medium' }
    )
    $script:changes = @($changing | Where-Object { $_.Impact })
    $others = Get-ChildItem $PSScriptRoot -Filter *.Tests.ps1 | Where-Object Name -NE 'WhatIf.Tests.ps1' | Get-Content -Raw
    $script:cmdlets = foreach ($command in Get-Command -Module IpmiPS | Sort-Object Name) {
        $name = $command.Name
        $hasWhatIf = $command.Parameters.ContainsKey('WhatIf')
        @{ Name = $name; HasWhatIf = $hasWhatIf; Reads = -not $hasWhatIf -and $command.Verb -in $reading; Changes = $changing.Cmdlet -contains $name -or "$others" -match "Get-WhatIf \{[^}]*\b$name\b" }
    }
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sim = Start-IpmiSimulator
    $name = $sim | Get-Name
    $other = Start-IpmiSimulator
    $session = $other | New-IpmiSession

    # Packets to the one, and to the other all commands but the one that keeps a session alive.
    function Get-SentCount {
        $sim.PacketCount
        ($other.CommandCounts.GetEnumerator() | Where-Object Key -NE '06h/01h' | Measure-Object Value -Sum).Sum
    }
}

AfterAll {
    $session | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe '<Name>' -ForEach $cmdlets {
    It 'reads only, or is tried with -WhatIf' {
        $Reads -xor $Changes | Should -BeTrue -Because "$Name has a verb that reads, or else -WhatIf and a test of it"
        $HasWhatIf | Should -Be $Changes
        (Get-Command $Name).Parameters.ContainsKey('Confirm') | Should -Be $HasWhatIf
    }
}

Describe '<Cmdlet>, which changes something' -ForEach $changes {
    It 'asks by itself from an impact of <Impact>' {
        $attribute = (Get-Command $Cmdlet).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)
        $attribute.SupportsShouldProcess | Should -BeTrue
        $attribute.ConfirmImpact | Should -Be $Impact
    }
}

Describe '-WhatIf: <Run>' -ForEach $changing {
    It 'says what would be sent to whom, and sends nothing' {
        $sent = Get-SentCount
        $simulators = @(Get-IpmiSimulator).Count
        $told = @(Get-WhatIf $Run)
        $told.Count | Should -Be 1
        $target = if ($To) { $To } elseif ("$Run" -match '\$session') { $session.ComputerName } else { $name }
        $told[0] | Should -BeLike ('What if: Performing the operation "{0}" on target "{1}".' -f ($Says -replace '[[\]]', '`$&'), $target)
        $given | Should -BeNullOrEmpty
        Get-SentCount | Should -Be $sent
        $session.State | Should -Be 'Opened'
        @(Get-IpmiSimulator).Count | Should -Be $simulators
    }
}

Describe 'Every BMC' {
    It 'is told of by -WhatIf, each once, without a log-in, a credential, a vault or the network' {
        $rows = 'bmc1', 'bmc2.example', 'bmc[3-4]', 'bmc1' | ForEach-Object { [pscustomobject]@{ ComputerName = $_; Credential = 'a secret of no vault' } }
        $told = Get-WhatIf { $rows | Invoke-IpmiPower -Action Cycle @args }
        $told -replace '.*target "|"\.$' | Should -Be 'bmc1', 'bmc2.example', 'bmc3', 'bmc4'
    }

    It 'is told of though nobody can be asked for the password of the user who is named' {
        $said = Invoke-Apart "Clear-IpmiSel bmc[1-2] -Credential admin -WhatIf"
        $said | Should -BeLike 'What if:*' -Because 'no password is needed for what is not sent'
        $said -replace '.*target "|"\.$' | Should -Be 'bmc1', 'bmc2'
    }

    It 'is left alone by what would ask where nobody can be asked' {
        $untouched = Start-IpmiSimulator
        $script = "`$null = '127.0.0.1:$($untouched.Port)' | Clear-IpmiSel -Credential `$credential -ErrorAction Stop"
        $said = Invoke-Apart "`$credential = [pscredential]::new('admin', ('simulated' | ConvertTo-SecureString -AsPlainText -Force)); try { $script; 'went on' } catch { 'refused' }"
        $said | Should -Be 'refused'
        $untouched.PacketCount | Should -Be 0
    }

    It 'is not asked about with -Force, unless with -Confirm, and left alone with -WhatIf' {
        $said = Invoke-Apart @"
            `$sim = Start-IpmiSimulator
            `$ConfirmPreference = 'Low'
            foreach (`$run in { `$sim | Clear-IpmiSel -Force @args }, { `$sim | Invoke-IpmiPower -Action Cycle -Force @args }, { `$sim | Update-IpmiPassword -Account user -Force @args }) {
                `$before = (`$sim.CommandCounts.Values | Measure-Object -Sum).Sum
                try { `$null = & `$run; 'went on' } catch { "refused: `$_" }
                (`$sim.CommandCounts.Values | Measure-Object -Sum).Sum -gt `$before
                try { `$null = & `$run -Confirm; 'went on' } catch { 'refused' }
                `$before = (`$sim.CommandCounts.Values | Measure-Object -Sum).Sum
                & { `$WhatIfPreference = `$true; & `$run } | Out-Null
                (`$sim.CommandCounts.Values | Measure-Object -Sum).Sum -gt `$before
            }
"@
        @($said -notlike 'What if:*') | Should -Be (@('went on', 'True', 'refused', 'False') * 3)
    }

    It 'is not audited with -WhatIf, and no report is written' {
        $report = "$TestDrive/audit.html"
        Set-Content $report 'the one before'
        $told = @(Get-WhatIf { $sim | Test-IpmiSecurity -Report $report @args })
        $told.Count | Should -Be 2
        $told[0] | Should -Be "What if: Performing the operation ""Write the report of the audit"" on target ""$report""."
        $given | Should -BeNullOrEmpty
        Get-Content $report | Should -Be 'the one before'
        @(Get-ChildItem $TestDrive -Filter 'audit*').Count | Should -Be 1
    }

    It 'obeys $WhatIfPreference' {
        $untouched = Start-IpmiSimulator
        & { $WhatIfPreference = $true; $untouched | Invoke-IpmiPower -Action Off }
        $untouched.PacketCount | Should -Be 0
    }

    It 'is asked about with -Confirm, all of them with one answer' {
        $script = @"
            `$env:IPMIPS_CACHE = 'none'
            Import-Module '$ModuleUnderTest'
            `$s = Start-IpmiSimulator -Count 4
            `$rows = `$s | ForEach-Object { [pscustomobject]@{ ComputerName = `$_.ComputerName; Port = `$_.Port; Credential = `$_.Credential } }
            `$null = Start-Transcript '$TestDrive/confirm.txt'
            `$rows | Invoke-IpmiPower -Action Reset -Confirm | ForEach-Object { 'done' }
            `$s | ForEach-Object { "actions: `$(`$_.PowerActions)" }
            `$rows | Clear-IpmiSel
            `$null = Stop-Transcript
            `$s | ForEach-Object { "entries: `$(`$_.SelCount)" }
"@
        $path = "$TestDrive/confirm.ps1"
        Set-Content $path $script
        # All four are reset; of the four logs, which are asked about without -Confirm, only the second is cleared.
        $said = 'A', 'N', 'Y', 'L' | & $PowerShell -NoProfile -File $path
        @($said -eq 'done').Count | Should -Be 4
        $said -like 'actions:*' | Should -Be (@('actions: Reset') * 4)
        # Windows asks on the console, whatever becomes of the output.
        [regex]::Matches((Get-Content "$TestDrive/confirm.txt" -Raw), 'Performing the operation').Count | Should -Be 4
        $entries = @($said -like 'entries:*' -replace '\D')
        $entries[1] | Should -BeLessThan $entries[0]
        $entries[2, 3] | Should -Be ($entries[0], $entries[0])
    }

    It 'is asked for its state by Invoke-IpmiPower -Action Status also with -WhatIf, since that changes nothing' {
        ($sim | Invoke-IpmiPower -Action Status -WhatIf).State | Should -Be 'On'
    }
}
