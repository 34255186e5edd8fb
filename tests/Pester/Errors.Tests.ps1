#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The ids of errors are API. What is refused on this side is refused before anything is sent.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sim = Start-IpmiSimulator
    $name = $sim | Get-Name
}

AfterAll { Stop-IpmiSimulator }

Describe 'Error records' {
    It 'is <Id> for <What>' -ForEach @(
        @{ What = 'a wrong password'; Id = 'IpmiBadCredential'; Category = 'AuthenticationError'; Given = { @{ Credential = Get-TestCredential 'admin' 'wrong' } } }
        @{ What = 'an unknown user'; Id = 'IpmiBadCredential'; Category = 'AuthenticationError'; Given = { @{ Credential = Get-TestCredential 'nobody' 'simulated' } } }
        @{ What = 'a wrong BMC key'; Id = 'IpmiBadCredential'; Category = 'AuthenticationError'; Given = { @{ BmcKey = (Get-TestCredential 'x' 'kg').Password } } }
        @{ What = 'more privilege than the user has'; Id = 'IpmiInsufficientPrivilege'; Category = 'PermissionDenied'; Given = { @{ Credential = Get-TestCredential 'user' 'user'; PrivilegeLevel = 'Administrator' } } }
    ) {
        $given = & $Given
        if (-not $given.ContainsKey('Credential')) { $given.Credential = $sim.Credential }
        Get-IpmiPower $name @given -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        @($failed).Count | Should -Be 1
        $failed | Get-Id | Should -Be $Id
        $failed[0].CategoryInfo.Category | Should -Be $Category
        $failed[0].TargetObject | Should -Be $name
        $failed[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $failed[0].ErrorDetails.Message | Should -Match ([regex]::Escape($name))
        $failed[0].Exception.Message | Should -Be $failed[0].ErrorDetails.Message
        [regex]::Matches($failed[0].Exception.Message, [regex]::Escape($name)).Count | Should -Be 1
        $failed[0].Exception | Should -BeOfType ([IpmiPS.IpmiException])
    }

    It 'refuses <What> as <Id> and sends nothing' -ForEach @(
        @{ What = 'a password of 21 bytes'; Id = 'IpmiInvalidParameter'; Given = { @{ Credential = Get-TestCredential 'admin' ('x' * 21) } } }
        @{ What = 'a password of 11 characters that are 22 bytes'; Id = 'IpmiInvalidParameter'; Given = { @{ Credential = Get-TestCredential 'admin' ([string][char]0xFC * 11) } } }
        @{ What = 'a user name of 17 bytes'; Id = 'IpmiInvalidParameter'; Given = { @{ Credential = Get-TestCredential ('u' * 17) 'x' } } }
        @{ What = 'a BMC key of 21 bytes'; Id = 'IpmiInvalidParameter'; Given = { @{ BmcKey = (Get-TestCredential 'x' ('k' * 21)).Password } } }
        @{ What = 'cipher suite 0'; Id = 'IpmiInsecureRefused'; Given = { @{ CipherSuite = 0 } } }
        @{ What = 'cipher suite 1'; Id = 'IpmiInsecureRefused'; Given = { @{ CipherSuite = 1 } } }
        @{ What = 'IPMI 1.5'; Id = 'IpmiInsecureRefused'; Given = { @{ Protocol = 'Ipmi15' } } }
    ) {
        $given = & $Given
        $untouched = Start-IpmiSimulator
        if (-not $given.ContainsKey('Credential')) { $given.Credential = $untouched.Credential }
        Get-IpmiPower "$($untouched.ComputerName):$($untouched.Port)" @given -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        @($failed).Count | Should -Be 1
        $failed | Get-Id | Should -Be $Id
        $untouched.PacketCount | Should -Be 0
    }

    It 'does with -AllowInsecure what it refuses without, and warns once for a BMC' {
        (Get-IpmiPower $name -CipherSuite 0 -AllowInsecure -Credential $sim.Credential -WarningVariable warned -WarningAction SilentlyContinue).State | Should -Be 'On'
        @($warned).Count | Should -Be 1
        $warned[0].Message | Should -Match 'insecure'
    }

    It 'ends at once for a bad parameter: <_>' -ForEach @(
        { Get-IpmiPower bmc1 -Port abc }, { Get-IpmiPower bmc1 -Port 0 }, { Get-IpmiPower bmc1 -CipherSuite 20 }, { Get-IpmiPower bmc1 -TimeoutSeconds 0 },
        { Get-IpmiPower bmc1 -PrivilegeLevel Root }, { Get-IpmiPower bmc1 -RetryCount -3 }, { Invoke-IpmiCommand bmc1 7 1 }
    ) {
        { & $_ } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }

    It 'is IpmiUnreachable where nothing listens' {
        Get-IpmiPower (Get-DeadName) -Credential $sim.Credential -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiUnreachable'
    }

    It 'is IpmiNameResolution where the name has no address' {
        Get-IpmiPower 'no-such-host.invalid' -Credential $sim.Credential -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiNameResolution'
    }

    It 'is IpmiTimeout where nothing answers, when the time is up' {
        $silent = Open-SilentHost
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Get-IpmiPower $silent.Name -TimeoutSeconds 0.7 -Credential $sim.Credential -ErrorAction SilentlyContinue -ErrorVariable failed
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 10 -Because 'without -TimeoutSeconds it is 15'
        $failed | Get-Id | Should -Be 'IpmiTimeout'
        $silent.Socket.Dispose()
    }

    It 'is IpmiProtocolError or IpmiTimeout for a BMC that answers rubbish' {
        $mad = Start-IpmiSimulator -GarbagePercent 100
        $mad | Get-IpmiPower -TimeoutSeconds 2 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -BeIn 'IpmiProtocolError', 'IpmiTimeout'
        $mad | Stop-IpmiSimulator
    }

    It 'is IpmiNoSessionSlot where all sessions are taken' {
        $full = Start-IpmiSimulator -SessionSlots 1
        $session = $full | New-IpmiSession
        $full | Get-IpmiPower -TimeoutSeconds 6 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiNoSessionSlot'
        $session | Remove-IpmiSession
        $full | Stop-IpmiSimulator
    }

    It 'is IpmiCipherSuiteRefused where the BMC has not the suite' {
        $three = Start-IpmiSimulator -CipherSuite 3
        $three | Get-IpmiPower -CipherSuite 17 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiCipherSuiteRefused'
        $three | Stop-IpmiSimulator
    }

    It 'does not fall back to weaker suites by itself' {
        $weak = Start-IpmiSimulator -CipherSuite 1
        $weak | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiInsecureRefused'
        $failed[0].ErrorDetails.Message | Should -Match 'lists 1, which'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'AllowInsecure'
        $weak.SessionsOpened | Should -Be 0
        ($weak | Get-IpmiPower -AllowInsecure -WarningAction SilentlyContinue).State | Should -Be 'On'
        $weak | Stop-IpmiSimulator
    }

    It 'is IpmiInsecureRefused where the BMC has only IPMI 1.5' {
        $old = Start-IpmiSimulator -CipherSuite @()
        $old | Get-IpmiPower -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiInsecureRefused'
        $old.SessionsOpened | Should -Be 0
        ($old | Get-IpmiPower -AllowInsecure -WarningAction SilentlyContinue -WarningVariable warned).State | Should -Be 'On'
        $warned | Should -Not -BeNullOrEmpty
        $old | Stop-IpmiSimulator
    }

    It 'asks for a word of its own before it sends a password in clear text, and <Cmdlet> works with it' -ForEach @(
        @{ Cmdlet = 'Get-IpmiPower' }, @{ Cmdlet = 'New-IpmiSession' }, @{ Cmdlet = 'Test-IpmiConnection' }
    ) {
        $old = Start-IpmiSimulator -CipherSuite @() -AuthenticationType straight
        $said = $old | & $Cmdlet -AllowInsecure -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue
        $id, $advice = if ($Cmdlet -eq 'Test-IpmiConnection') { $said.ErrorId, $said.RecommendedAction } else { ($failed | Get-Id), $failed[0].ErrorDetails.RecommendedAction }
        $id | Should -Be 'IpmiInsecureRefused'
        $advice | Should -Match '-AllowClearTextPassword'
        $old.CommandCounts.Keys | Should -Not -Contain '06h/39h' -Because 'the log-in was not begun'
        $null = $old | & $Cmdlet -AllowInsecure -AllowClearTextPassword -WarningVariable warned -WarningAction SilentlyContinue -ErrorAction Stop
        "$warned" | Should -Match 'clear text'
        Get-IpmiSession | Remove-IpmiSession
        $old | Stop-IpmiSimulator
    }

    It 'says of a console that a BMC of IPMI 1.5 has none, before and after leave is given, and logs nobody in' {
        $old = Start-IpmiSimulator -CipherSuite @() -AuthenticationType md5
        foreach ($leave in @{}, @{ AllowInsecure = $true }) {
            $null = $old | Invoke-IpmiSol -Send '' @leave -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed | Get-Id | Should -Be 'IpmiCommandNotSupported'
            $failed[0].ErrorDetails.RecommendedAction | Should -Not -Match '-Protocol|-AllowInsecure'
        }
        $old.CommandCounts.Keys | Should -Not -Contain '06h/39h'
        $session = $old | New-IpmiSession -AllowInsecure -WarningAction SilentlyContinue
        $null = $session | Invoke-IpmiSol -Send '' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiCommandNotSupported'
        $session | Remove-IpmiSession
        $old | Stop-IpmiSimulator
    }

    It 'tells of a locked account what is known, and how to find out' {
        $locking = Start-IpmiSimulator -LockOutThreshold 1
        $null = $locking | Get-IpmiPower -Credential (Get-TestCredential 'operator' 'wrong') -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].ErrorDetails.Message | Should -Match "password given is not that of the user 'operator'"
        Wait-Until { $locking.RefusedLogIns -gt 0 }
        foreach ($user in 'operator', 'nobody') {
            $null = $locking | Get-IpmiPower -Credential (Get-TestCredential $user 'operator') -ErrorAction SilentlyContinue -ErrorVariable failed
            $failed | Get-Id | Should -Be 'IpmiBadCredential'
            $failed[0].ErrorDetails.Message | Should -Match "does not let the user '$user' log in .*no user of that name.*locked"
            $failed[0].ErrorDetails.RecommendedAction | Should -Match 'another administrator.*about_IpmiPS_Connections'
        }
        (Get-Help about_IpmiPS_Connections | Out-String) | Should -Match 'WHEN A LOG-IN IS REFUSED'
        $locking | Stop-IpmiSimulator
    }

    It 'names the user and the level that is needed' {
        $null = Invoke-IpmiPower $name -Action Off -Credential (Get-TestCredential 'user' 'user') -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiInsufficientPrivilege'
        $failed[0].ErrorDetails.Message | Should -Match "does not let the user 'user' log in as Operator or Administrator, and Operator is needed"
        $session = New-IpmiSession $name -Credential (Get-TestCredential 'user' 'user')
        $null = Invoke-IpmiPower -Session $session -Action Off -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].ErrorDetails.Message | Should -Match "needs the privilege Operator, and the session of the user 'user' has User"
        $session | Remove-IpmiSession
    }

    It 'is <Id> for completion codes such as that of <What>' -ForEach @(
        @{ What = 'an unknown command'; Id = 'IpmiCommandNotSupported'; Command = 0x06, 0x7F }
        @{ What = 'data that are missing'; Id = 'IpmiInvalidParameter'; Command = 0x00, 0x02 }
    ) {
        $sim | Invoke-IpmiCommand -NetFn $Command[0] -Command $Command[1] -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be $Id
        $failed[0].Exception.CompletionCode | Should -Not -BeNullOrEmpty
    }

    It 'is IpmiNotPresent for a session that is not there' {
        Get-IpmiSession -Name 'no such session' -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed | Get-Id | Should -Be 'IpmiNotPresent'
    }
}

Describe 'A BMC that did better before' {
    BeforeAll {
        # Virtual BMCs of another process: those of this one are forgotten when they stop.
        function Start-Apart {
            param([int] $Port, [string] $With)
            $script = "Import-Module '$ModuleUnderTest'; `$null = Start-IpmiSimulator -Port $Port $With; Start-Sleep 600"
            $child = Start-Process $PowerShell -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script))) -PassThru
            Wait-Until { Test-IpmiConnection "127.0.0.1:$Port" -SkipLogIn -Quiet -TimeoutSeconds 10 } -Seconds 120
            $child
        }

        $at = Get-DeadName
        $port = [int]($at -split ':')[-1]
        $credential = Get-TestCredential 'admin' 'simulated'
        $anything = @{ Credential = $credential; AllowInsecure = $true; AllowClearTextPassword = $true; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
        $child = Start-Apart $port
        (Get-IpmiPower $at -Credential $credential).State | Should -Be 'On'
        $session = New-IpmiSession $at @anything -RetryCount 1
        $session.CipherSuite | Should -Be 17
        $child.Kill()
        $child.WaitForExit()
        $child = Start-Apart $port '-CipherSuite @() -AuthenticationType straight'
    }

    AfterAll {
        $session | Remove-IpmiSession
        $child.Kill()
    }

    It 'is not logged in to with a password in clear text, and the error says what it had' {
        Get-IpmiPower $at @anything -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Get-Id | Should -Be 'IpmiInsecureRefused'
        $failed[0].ErrorDetails.Message | Should -Match 'only IPMI 1.5, though a log-in with cipher suite 17 worked before'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match ([regex]::Escape("Clear-IpmiCache $at"))
    }

    It 'is known to the next process' {
        $said = Invoke-Apart "Get-IpmiPower $at -Credential ([pscredential]::new('admin', ('simulated' | ConvertTo-SecureString -AsPlainText -Force))) -AllowInsecure -AllowClearTextPassword -ErrorAction SilentlyContinue -ErrorVariable failed; `$failed[0].FullyQualifiedErrorId"
        "$said" | Should -Match '^IpmiInsecureRefused'
    }

    It 'gets no weaker log-in of a kept session either, whatever is cleared' {
        Clear-IpmiCache $at
        Get-IpmiPower -Session $session -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed | Get-Id | Should -Be 'IpmiInsecureRefused'
        $failed[0].ErrorDetails.Message | Should -Match 'though this session had cipher suite 17 before'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match 'Remove-IpmiSession'
    }

    It 'is logged in to once it is forgotten' {
        Clear-IpmiCache $at -ErrorAction Ignore
        (Get-IpmiPower $at @anything).State | Should -Be 'On'
    }
}

Describe 'What a script sees of errors' {
    It 'is $? as of other cmdlets' {
        $dead = Get-DeadName
        $null = Get-IpmiPower $name -Credential $sim.Credential; $? | Should -BeTrue
        Get-IpmiPower $dead -Credential $sim.Credential -ErrorAction SilentlyContinue; $? | Should -BeFalse
        $null = $name, $dead, $name | Get-IpmiPower -Credential $sim.Credential -ErrorAction SilentlyContinue; $? | Should -BeFalse
        Get-IpmiPower $dead -Credential $sim.Credential -ErrorAction Ignore; $? | Should -BeFalse
    }

    It 'is an exception of the module''s own type with -ErrorAction Stop' {
        $kind = try { Get-IpmiPower (Get-DeadName) -Credential $sim.Credential -ErrorAction Stop } catch [IpmiPS.IpmiException] { $_.Exception.Kind }
        $kind | Should -Be 'Unreachable'
    }

    # The same as of Get-Item in the place of Get-IpmiPower.
    It 'is the exit code of -File and -Command, as with in-box cmdlets: <What>' -ForEach @(
        @{ What = 'an error'; Script = 'Get-IpmiPower $dead -Credential $c'; Codes = '0 1' }
        @{ What = 'an error, and more after it'; Script = 'Get-IpmiPower $dead -Credential $c; 1'; Codes = '0 0' }
        @{ What = 'an error with -ErrorAction Stop'; Script = 'Get-IpmiPower $dead -Credential $c -ErrorAction Stop'; Codes = '1 1' }
        @{ What = 'a bad parameter'; Script = 'Get-IpmiPower $dead -Port six'; Codes = '0 1' }
        @{ What = 'the one that the script gives'; Script = 'Get-IpmiPower $dead -Credential $c -ErrorVariable failed; exit ($failed.Count -gt 0)'; Codes = '1 1' }
    ) {
        $self = $PowerShell
        $whole = "Import-Module '$ModuleUnderTest'; `$dead = '$(Get-DeadName)'; `$c = [pscredential]::new('a', [securestring]::new()); $Script"
        Set-Content "$TestDrive/exit.ps1" $whole
        $null = & $self -NoProfile -NonInteractive -File "$TestDrive/exit.ps1" 2>&1
        $file = $LASTEXITCODE
        $null = & $self -NoProfile -NonInteractive -Command $whole 2>&1
        "$file $LASTEXITCODE" | Should -Be $Codes
    }
}
