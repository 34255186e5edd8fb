#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Password journals: whatever ends a run, whoever knows the previous password gets the new one, and -Resume finishes it.
# IPMIPS_KILLS=50 and IPMIPS_KILL_BMCS=200 make the long test of it, which takes several minutes.

BeforeDiscovery { $unix = $PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows }

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $kills = if ($env:IPMIPS_KILLS) { [int] $env:IPMIPS_KILLS } else { 2 }
    $size = if ($env:IPMIPS_KILL_BMCS) { [int] $env:IPMIPS_KILL_BMCS } else { 12 }
    function Get-Text { param([pscredential] $Credential) $Credential.GetNetworkCredential().Password }
    function Get-Sum { param($Simulator, [string] $Counter) ($Simulator | Measure-Object $Counter -Sum).Sum }

    # Waits for as many password changes, and ends the process then.
    function Wait-Changed {
        param($Rack, [int] $Count, $Process)
        while ((Get-Sum $Rack PasswordChanges) -lt $Count -and -not $Process.HasExited) { Start-Sleep -Milliseconds 1 }
    }

    # Every BMC lets in its present credential, or one that a journal holds for it.
    function Assert-Known {
        param($Rack, $Entry)
        $log = foreach ($one in $Rack) {
            $name = $one | Get-Name
            $own = @($one.Credential) + @($Entry | Where-Object ComputerName -EQ $name | ForEach-Object Credential)
            [pscustomobject]@{ ComputerName = $name; Valid = @($own | Where-Object { Get-IpmiPower $name -Credential $_ -IgnoreLogInGuard -ErrorAction Ignore }).Count }
        }
        @($log | Where-Object Valid -EQ 0).ComputerName | Should -BeNullOrEmpty
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'A journal' {
    BeforeAll { $rack = @(Start-IpmiSimulator -Count 3); $names = @($rack | Get-Name | Sort-Object); $journal = "$TestDrive/a.journal" }
    AfterAll { $rack | Stop-IpmiSimulator }

    It 'has each new password, for whoever knows the one before' {
        $script:results = @($rack | Update-IpmiPassword -Journal $journal -Confirm:$false)
        $results.Journal | Sort-Object -Unique | Should -Be ([System.IO.Path]::GetFullPath($journal))
        $entries = @(Get-IpmiPasswordJournal $journal -Credential $rack[0].Credential)
        $entries.ComputerName | Sort-Object | Should -Be $names
        $entries.State | Sort-Object -Unique | Should -Be 'Verified'
        foreach ($entry in $entries) { Get-Text $entry.Credential | Should -BeExactly (Get-Text ($results | Where-Object ComputerName -EQ $entry.ComputerName).Credential) }
        @($entries | Get-IpmiPower).Count | Should -Be 3
        $text = Get-Content $journal -Raw
        foreach ($result in $results) { $text | Should -Not -Match ([regex]::Escape((Get-Text $result.Credential))) }
    }

    It 'is for its user alone' -Skip:(-not $unix) {
        & stat -c %a $journal | Should -Be 600
        & chmod 640 $journal
        Get-IpmiPasswordJournal $journal -ErrorAction SilentlyContinue -ErrorVariable bad | Should -BeNullOrEmpty
        "$bad" | Should -Match 'can be read by others'
        { $rack | Update-IpmiPassword -Journal $journal -Resume -Confirm:$false } | Should -Throw '*can be read by others*'
        & chmod 600 $journal
    }

    It 'shows nothing to whoever knows another password' {
        $entries = @(Get-IpmiPasswordJournal $journal -Credential $results[0].Credential -ErrorAction SilentlyContinue -ErrorVariable bad)
        $entries.Count | Should -Be 3
        @($entries | Where-Object Credential).Count | Should -Be 0
        @($bad | Get-Id | Sort-Object -Unique) | Should -Be 'IpmiBadCredential'
        @(Get-IpmiPasswordJournal $journal).Count | Should -Be 3
        @($rack[0] | Select-Object ComputerName, Port | Get-IpmiPasswordJournal $journal).ComputerName | Should -Be ($rack[0] | Get-Name)
    }

    It 'of an earlier run is not written over, and finished BMCs are not changed again' {
        { $rack | Update-IpmiPassword -Journal $journal -Confirm:$false } | Should -Throw '*of an earlier run, with 3 entries, all finished*'
        $sent = (Get-ResponseCount $rack | Measure-Object -Sum).Sum
        $again = @($rack | Update-IpmiPassword -Journal $journal -Resume -Confirm:$false)
        $again.AlreadyDone | Should -Be $true, $true, $true
        @($again.Credential | ForEach-Object { Get-Text $_ } | Sort-Object) | Should -Be @($results.Credential | ForEach-Object { Get-Text $_ } | Sort-Object)
        Get-Sum $rack ResponseCount | Should -Be $sent
        { $rack | Update-IpmiPassword -Resume -Confirm:$false } | Should -Throw '*needs the journal*'
        { $results[0] | Update-IpmiPassword -Journal "$TestDrive/none/x" -Confirm:$false } | Should -Throw '*no folder*Nothing was sent*'
        Get-Sum $rack PasswordChanges | Should -Be 3
    }

    It 'is kept by itself where nothing else would hold a random password, and goes when its results were given out' {
        $results = @($results | Update-IpmiPassword -Confirm:$false)
        @($results | Where-Object Verified).Count | Should -Be 3
        @(Get-ChildItem "$env:IPMIPS_STATE/journals").Count | Should -Be 0
        $own = $env:IPMIPS_STATE
        try {
            $env:IPMIPS_STATE = 'none'
            $null = $results[0] | Update-IpmiPassword -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
            "$bad" | Should -Match 'no place for a journal.*Nothing was sent'
            ($results[0] | Update-IpmiPassword -NewPassword (New-IpmiPassword) -Confirm:$false).Verified | Should -BeTrue
        }
        finally { $env:IPMIPS_STATE = $own }
    }

    It 'keeps another BMC from being logged in to while its password is changed' {
        $vault = @{ Secrets = @{}; Said = $null }
        $bmc = Start-IpmiSimulator
        $fake = New-Module -Name SlowVault -ArgumentList $vault, $bmc -ScriptBlock {
            param($state, $bmc)
            function Set-Secret { [CmdletBinding(SupportsShouldProcess)] param($Name, $Secret, $Vault) if ($PSCmdlet.ShouldProcess($Name)) {
                if (-not $state.Said) { $null = Get-IpmiPower $bmc.ComputerName -Port $bmc.Port -Credential $bmc.Credential -TimeoutSeconds 3 -ErrorAction SilentlyContinue -ErrorVariable bad; $state.Said = $bad[0] }
                $state.Secrets[$Name] = $Secret } }
            function Get-Secret { [CmdletBinding()] param($Name, $Vault) $state.Secrets[$Name] }
            function Remove-Secret { [CmdletBinding(SupportsShouldProcess)] param($Name, $Vault) if ($PSCmdlet.ShouldProcess($Name)) { $state.Secrets.Remove($Name) } }
        } | Import-Module -PassThru -Global
        try { ($bmc | Update-IpmiPassword -DestinationVault any -Confirm:$false).State | Should -Be 'Changed' }
        finally { $fake | Remove-Module }
        $vault.Said | Get-Id | Should -Be 'IpmiBusy'
        ($bmc | Select-Object ComputerName, Port, @{ n = 'Credential'; e = { $vault.Secrets[($bmc | Get-Name)] } } | Get-IpmiPower).State | Should -Be 'On'
        $bmc.RefusedLogIns | Should -Be 0
    }
}

Describe 'A run that was broken off' {
    # What the BMC has, and the last line of the journal, are made as they would be.
    It 'is finished: <Whose> password, <State>, with the <Has> one in force' -ForEach @(
        @{ Whose = 'its own'; Account = ''; State = 'Prepared'; Has = 'new' }
        @{ Whose = 'its own'; Account = ''; State = 'Prepared'; Has = 'previous' }
        @{ Whose = 'its own'; Account = ''; State = 'Sent'; Has = 'new' }
        @{ Whose = 'its own'; Account = ''; State = 'Sent'; Has = 'previous' }
        @{ Whose = "another account's"; Account = 'operator'; State = 'Sent'; Has = 'new' }
        @{ Whose = "another account's"; Account = 'operator'; State = 'Sent'; Has = 'previous' }
    ) {
        $bmc = Start-IpmiSimulator
        $journal = "$TestDrive/broken.journal"
        $with = @{ Account = $Account; Journal = $journal; Confirm = $false }
        $set = $bmc | Update-IpmiPassword @with
        $lines = @(Get-Content $journal)
        [System.IO.File]::WriteAllLines((Resolve-Path $journal), [string[]] $lines[0..$(if ($State -eq 'Sent') { 2 } else { 1 })])
        $before = if ($Account) { (Get-TestCredential x operator).Password } else { $bmc.Credential.Password }
        if ($Has -eq 'previous') { $null = $bmc | Select-Object ComputerName, Port, @{ n = 'Credential'; e = { if ($Account) { $bmc.Credential } else { $set.Credential } } } | Update-IpmiPassword -Account $Account -NewPassword $before -Confirm:$false }
        $refused, $changes = $bmc.RefusedLogIns, $bmc.PasswordChanges
        $again = $bmc | Update-IpmiPassword @with -Resume -ErrorVariable bad -WarningVariable warned
        "$bad$warned" | Should -BeNullOrEmpty
        "$($again.State) $($again.Verified) $($again.AlreadyDone)" | Should -Be 'Changed True False'
        Get-Text $again.Credential | Should -BeExactly (Get-Text $set.Credential)
        ($again | Get-IpmiPower).State | Should -Be 'On'
        $bmc.PasswordChanges - $changes | Should -Be $(if ($Has -eq 'new') { 0 } else { 1 })
        $bmc.RefusedLogIns - $refused | Should -BeLessOrEqual $(if ($Account) { 0 } else { 1 })
        (Get-IpmiPasswordJournal $journal).State | Should -Be 'Verified'
        Remove-Item $journal
        $bmc | Stop-IpmiSimulator
    }

    It 'needs the previous credential, and says whose' {
        $bmc = Start-IpmiSimulator
        $set = $bmc | Update-IpmiPassword -Journal "$TestDrive/b.journal" -Confirm:$false
        [System.IO.File]::WriteAllLines("$TestDrive/b.journal", [string[]] @(Get-Content "$TestDrive/b.journal")[0..2])
        $packets = Get-ResponseCount $bmc
        $null = $set | Update-IpmiPassword -Journal "$TestDrive/b.journal" -Resume -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad -WarningAction SilentlyContinue
        "$bad $($bad[0].ErrorDetails.RecommendedAction)" | Should -BeLike "*cannot be unsealed*Nothing was sent*credential of 'admin' that was valid*"
        $null = $bmc | Update-IpmiPassword -Journal "$TestDrive/b.journal" -Resume -NewPassword (New-IpmiPassword) -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad -WarningAction SilentlyContinue
        "$bad" | Should -BeLike '*another new password*Nothing was sent*'
        $bmc.ResponseCount | Should -Be $packets
        $bmc | Stop-IpmiSimulator
    }
}

Describe 'A run that is killed' {
    It 'is finished by -Resume: all as wanted, none lost, none changed twice' {
        $random = [System.Random]::new(12)
        for ($kill = 1; $kill -le $kills; $kill++) {
            $rack = @(Start-IpmiSimulator -Count $size -Latency 2 -Seed $kill)
            $journal = "$TestDrive/kill-$kill.journal"
            $throttle = @(256, 40, 10)[$kill % 3]
            $run = Start-Apart "`$null = `$rows | Update-IpmiPassword -Journal '$journal' -ThrottleLimit $throttle -Confirm:`$false" $rack
            # A journal has a first line, and three for each BMC. Killed at one of them.
            $line = $random.Next(0, 3 * $size)
            $file = [System.IO.FileInfo]::new($journal)
            $length = 130 + $line * 200
            do { Start-Sleep -Milliseconds 1; $file.Refresh() } until ($run.HasExited -or ($file.Exists -and $file.Length -ge $length))
            if (-not $run.HasExited) { $run.Kill() }
            $run.WaitForExit()
            $before = if (Test-Path $journal) { @(Get-IpmiPasswordJournal $journal) } else { @() }
            $changed = Get-Sum $rack PasswordChanges
            $results = @($rack | Update-IpmiPassword -Journal $journal -Resume -Confirm:$false -ErrorVariable bad -WarningVariable warned -WarningAction SilentlyContinue)
            $because = "kill $kill of seed 12"
            "$bad$warned" | Should -BeNullOrEmpty -Because $because
            $results.Count | Should -Be $size -Because $because
            @($results | Where-Object { $_.State -ne 'Changed' -or -not $_.Verified }).Count | Should -Be 0 -Because $because
            @($results | Get-IpmiPower -RetryCount 8).Count | Should -Be $size -Because $because
            @(Get-IpmiPasswordJournal $journal -Credential $rack[0].Credential | Where-Object State -EQ 'Verified' | Get-IpmiPower -RetryCount 8).Count | Should -Be $size -Because $because
            $rack.PasswordChanges | Sort-Object -Unique | Should -Be 1 -Because $because
            ($rack | Measure-Object RefusedLogIns -Maximum).Maximum | Should -BeLessOrEqual 1 -Because $because
            $count = @{ Prepared = 0; Sent = 0; Verified = 0 }
            $before | ForEach-Object { $count["$($_.State)"]++ }
            if ($env:IPMIPS_KILLS) { Write-Host "kill $kill, throttle $($throttle): $($size - $before.Count) not begun, $($count.Prepared) prepared, $($count.Sent) sent, $($count.Verified) verified; $changed changed; $(@($results | Where-Object AlreadyDone).Count) skipped, $(Get-Sum $rack RefusedLogIns) log-ins refused" }
            $rack | Stop-IpmiSimulator
        }
    }
}

Describe 'A run that is ended by a signal' -Skip:(-not $unix) {
    It 'ends in order at SIG<Signal> <How>' -ForEach @(
        @{ Signal = 'TERM'; How = 'with its own journal'; Given = $false }
        @{ Signal = 'HUP'; How = 'with -Journal'; Given = $true }
    ) {
        $rack = @(Start-IpmiSimulator -Count 20 -Latency 60)
        $file = "$TestDrive/$Signal.journal"
        $run = Start-Apart "`$new = `$rows | Update-IpmiPassword -ThrottleLimit 4 -Confirm:`$false $(if ($Given) { "-Journal '$file'" })" $rack
        Wait-Changed $rack 5 $run
        $run.HasExited | Should -BeFalse -Because "$(Get-Content "$TestDrive/apart.err" -Raw)"
        & /bin/kill "-$Signal" $run.Id
        $run.WaitForExit(60000) | Should -BeTrue
        $entries = @($(if ($Given) { Get-IpmiPasswordJournal $file -Credential $rack[0].Credential } else { Get-IpmiPasswordJournal -Credential $rack[0].Credential }) | Where-Object ComputerName -In ($rack | Get-Name))
        $entries.Count | Should -BeIn (5..19)
        @($entries | Where-Object State -NotIn 'Verified', 'Restored', 'Failed').Count | Should -Be 0
        Assert-Known $rack $entries
        if ($Given) {
            @($rack | Update-IpmiPassword -Journal $file -Resume -Confirm:$false | Get-IpmiPower).Count | Should -Be 20
            ($rack.PasswordChanges | Measure-Object -Maximum).Maximum | Should -Be 1
        }
        $rack | Stop-IpmiSimulator
        Remove-Item "$env:IPMIPS_STATE/journals/*" -ErrorAction Ignore
    }
}
