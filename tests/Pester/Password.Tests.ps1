#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# New passwords: for every BMC, whatever happens, a result, a vault or the caller holds a credential that works.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    function Get-Text { param([pscredential] $Credential) $Credential.GetNetworkCredential().Password }
    function Test-LogIn { param([string] $Name, [pscredential] $Credential) $null -ne (Get-IpmiPower $Name -Credential $Credential -ErrorAction Ignore) }

    # Every BMC lets in the credential of its result, or the one that it had where there is none.
    function Assert-Known {
        param($Simulator, $Result)
        $rows = foreach ($one in $Simulator) {
            $own = $Result | Where-Object ComputerName -EQ ($one | Get-Name)
            [pscustomobject]@{ ComputerName = $one | Get-Name; Credential = if ($own) { $own.Credential } else { $one.Credential } }
        }
        @($rows | Get-IpmiPower -RetryCount 8).Count | Should -Be $rows.Count
    }

    # Functions that stand in for Microsoft.PowerShell.SecretManagement, which need not be installed. $vault holds what they do.
    function Register-FakeVault {
        $script:vault = @{ Secrets = @{}; Calls = [System.Collections.Generic.List[string]]::new(); FailOn = ''; KeepsOld = $false; Seen = $null }
        $script:fake = New-Module -Name FakeVault -ArgumentList $vault -ScriptBlock {
            param($given)
            $script:state = $given
            function Set-Secret {
                [CmdletBinding(SupportsShouldProcess)]
                param($Name, $Secret, $Vault)
                if (-not $PSCmdlet.ShouldProcess($Name)) { return }
                $count = if ($state.Seen) { $state.Seen.CommandCounts['06h/47h'] } else { '' }
                $state.Calls.Add("Set $Vault/$Name $count".Trim())
                if ($state.FailOn -and $Name -match $state.FailOn) { throw 'The vault is locked.' }
                if ($state.KeepsOld -and $state.Secrets.ContainsKey($Name)) { Write-Warning 'exists'; return }
                $state.Secrets[$Name] = $Secret
            }
            function Get-SecretVault { [CmdletBinding()] param($Name) if ($Name -in 'bmcs', $null) { [pscustomobject]@{ Name = 'bmcs' } } else { throw "No vault $Name." } }
            function Get-Secret { [CmdletBinding()] param($Name, $Vault) $state.LastRead = "$Vault/$Name"; $state.Secrets[$Name] }
            function Remove-Secret { [CmdletBinding(SupportsShouldProcess)] param($Name, $Vault) if ($PSCmdlet.ShouldProcess($Name)) { $state.Calls.Add("Remove $Vault/$Name"); $state.Secrets.Remove($Name) } }
        } | Import-Module -PassThru -Global
    }
}

AfterAll { Stop-IpmiSimulator; Remove-Variable IpmiPasswordUpdate -Scope Global -ErrorAction Ignore }

Describe 'New-IpmiPassword' {
    It 'gives a SecureString of 16 characters, or of as many as are wanted' {
        $password = New-IpmiPassword
        $password | Should -BeOfType ([securestring])
        $password.Length | Should -Be 16
        (New-IpmiPassword 20).Length | Should -Be 20
        { New-IpmiPassword -Length 21 } | Should -Throw
        { New-IpmiPassword -Length 11 } | Should -Throw
    }

    It 'gives credentials, each with another password' {
        $credentials = New-IpmiPassword -Count 20 -UserName admin
        $credentials | Should -BeOfType ([pscredential])
        $credentials.UserName | Sort-Object -Unique | Should -Be 'admin'
        @($credentials | ForEach-Object { Get-Text $_ } | Sort-Object -Unique -CaseSensitive).Count | Should -Be 20
        foreach ($one in $credentials) { Get-Text $one | Should -MatchExactly '^[A-HJ-NP-Za-km-np-z][A-HJ-NP-Za-km-np-z2-9_.+-]{15}$' }
    }
}

Describe 'Update-IpmiPassword' {
    BeforeEach { $sims = @(Start-IpmiSimulator -Count 3); $names = @($sims | Get-Name) }
    AfterEach { Get-IpmiSession | Remove-IpmiSession; $sims | Stop-IpmiSimulator }

    It 'gives each BMC a password of its own, which logs in, and the one before does not' {
        $results = @($sims | Update-IpmiPassword -Confirm:$false)
        $results.ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
        foreach ($result in $results) {
            "$($result.Account) $($result.UserId) $($result.State) $($result.Changed) $($result.Verified) $($result.RolledBack) $($result.PasswordSize)" | Should -Be 'admin 2 Changed True True False 16'
            $result.PreviousCredential | Should -BeNullOrEmpty
            Test-LogIn $result.ComputerName $result.Credential | Should -BeTrue
        }
        @($results | ForEach-Object { Get-Text $_.Credential } | Sort-Object -Unique -CaseSensitive).Count | Should -Be 3
        Test-LogIn $names[0] $sims[0].Credential | Should -BeFalse
        @($results | Get-IpmiPower).Count | Should -Be 3
        Wait-Until { ($sims.OpenSessions | Measure-Object -Sum).Sum -eq 0 }
    }

    It 'asks once for each BMC, and sends nothing with -WhatIf' {
        $kept = @(Get-Variable IpmiPasswordUpdate -Scope Global -ValueOnly -ErrorAction Ignore).Count
        @($sims[0], $sims[0], $sims[1] | Update-IpmiPassword -WhatIf).Count | Should -Be 0
        ($sims.PacketCount | Measure-Object -Sum).Sum | Should -Be 0
        @(Get-Variable IpmiPasswordUpdate -Scope Global -ValueOnly -ErrorAction Ignore).Count | Should -Be $kept
        (Get-Command Update-IpmiPassword).ImplementingType.GetCustomAttributes($true).ConfirmImpact | Should -Contain 'High'
        $said = Invoke-Apart "`$sim = Start-IpmiSimulator; `$sim | Update-IpmiPassword -WhatIf; `$sim.PacketCount; try { `$sim | Update-IpmiPassword } catch { 'asked' }; `$sim.PacketCount"
        $said -join "`n" | Should -Match 'Send Set User Password: set a new random password of 16 characters for the account that logs in, log in anew with it, and return it in the result'
        $said[-3..-1] | Should -Be 0, 'asked', 0
    }

    It 'lets bad BMCs of a file stop nothing, and works once on what is named twice' {
        $dumb = Start-IpmiSimulator -UnknownCommand '06/47' -Seed 2
        $rows = @($names[0], (Get-DeadName), ($dumb | Get-Name), $names[1], $names[2], $names[0]) |
            ForEach-Object { [pscustomobject]@{ ComputerName = $_; UserName = 'admin'; Password = 'simulated'; SecretName = ''; Account = '' } }
        $rows | Export-Csv "$TestDrive/bmcs.csv" -NoTypeInformation
        $results = @(Import-Csv "$TestDrive/bmcs.csv" | Update-IpmiPassword -Confirm:$false -RetryCount 1 -ErrorAction SilentlyContinue -ErrorVariable bad -WarningAction SilentlyContinue)
        @($results | Where-Object Changed).ComputerName | Sort-Object | Should -Be ($names | Sort-Object)
        foreach ($result in $results) { Test-LogIn $result.ComputerName $result.Credential | Should -BeTrue -Because $result.State }
        @($results | Where-Object State -EQ 'Unchanged').ComputerName | Should -Be ($dumb | Get-Name)
        @($bad | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Get-Id | Sort-Object) | Should -Be 'IpmiCommandNotSupported', 'IpmiUnreachable'
        $dumb | Stop-IpmiSimulator
    }

    It 'says so where rows or sessions name one BMC for two accounts, or for two passwords' {
        $admin, $operator = $sims[0].Credential, (Get-TestCredential operator operator)
        $rows = @(
            [pscustomobject]@{ ComputerName = $names[0]; Credential = $admin }
            [pscustomobject]@{ ComputerName = $names[0]; Credential = $operator }
            [pscustomobject]@{ ComputerName = $names[1]; Credential = $admin; NewPassword = 'First-of-two.1' }
            [pscustomobject]@{ ComputerName = $names[1]; Credential = $admin; NewPassword = 'Other-of-two.2' }
            [pscustomobject]@{ ComputerName = $names[2]; Credential = $admin; Account = 'admin' }
            [pscustomobject]@{ ComputerName = $names[2]; Credential = $admin; Account = '' }
        )
        $results = @($rows | Update-IpmiPassword -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad -WarningAction SilentlyContinue)
        @($results | Where-Object Verified).Account | Should -Be 'admin', 'admin', 'admin'
        @($bad | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | ForEach-Object { "$_" }) | Should -Be @(
            "Two accounts of $($names[0]) are named; the second one was left out."
            "Two new passwords of $($names[1]) are given; the second one was left out.")
        Test-LogIn $names[1] (Get-TestCredential admin 'First-of-two.1') | Should -BeTrue
        $sessions = @(New-IpmiSession $names[0] -Credential $operator) + @($results | Where-Object ComputerName -EQ $names[0] | New-IpmiSession)
        $null = Update-IpmiPassword -Session $sessions -Account admin -WhatIf -ErrorVariable bad
        $bad.Count | Should -Be 0
        $null = Update-IpmiPassword -Session $sessions -WhatIf -ErrorAction SilentlyContinue -ErrorVariable bad
        "$bad" | Should -Match 'Two accounts'
    }

    It 'takes a later row where the first one brought nothing to log in with' {
        $said = Invoke-Apart "
            `$sim = Start-IpmiSimulator
            `$rows = [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = `$sim.Port }, [pscustomobject]@{ ComputerName = '127.0.0.1'; Port = `$sim.Port; Credential = `$sim.Credential }
            (`$rows | Update-IpmiPassword -Confirm:`$false -ErrorAction SilentlyContinue -ErrorVariable bad).Verified
            @(`$bad).Count"
        $said | Should -Be 'True', '1'
    }

    It 'does a BMC once that has two names, and says which' {
        # Sessions that are open already: the second name is not refused its log-in for a password that is no longer valid.
        $sessions = $names[0], "localhost:$($sims[0].Port)" | New-IpmiSession -Credential $sims[0].Credential
        $results = @($sessions | Update-IpmiPassword -Confirm:$false -ErrorVariable bad -WarningVariable warned -WarningAction SilentlyContinue)
        $results.Count | Should -Be 1
        $results[0].Verified | Should -BeTrue
        Test-LogIn $names[0] $results[0].Credential | Should -BeTrue
        @($bad).Count | Should -Be 0
        "$warned" | Should -BeLike "*also names '$($results[0].ComputerName)'*"
    }

    It 'says so where two names of one BMC are given two passwords' {
        $rows = $names[0], "localhost:$($sims[0].Port)" | ForEach-Object { [pscustomobject]@{ ComputerName = $_; NewPassword = New-IpmiPassword } }
        $results = @($rows | Update-IpmiPassword -Credential $sims[0].Credential -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad -WarningAction SilentlyContinue)
        $results.Count | Should -Be 1
        Test-LogIn $names[0] $results[0].Credential | Should -BeTrue
        $other = @($rows.ComputerName) -ne $results[0].ComputerName
        "$bad" | Should -Be "Two new passwords of $other are given; the second one was left out."
    }

    It 'does not take a log-in without authentication for a proof' {
        $open = Start-IpmiSimulator -CipherSuite 0, 17
        $bare = Start-IpmiSimulator -CipherSuite 0
        $with = @{ CipherSuite = 0; AllowInsecure = $true; AllowUnprotectedPassword = $true; Confirm = $false; WarningAction = 'SilentlyContinue' }
        $null = Update-IpmiPassword ($open | Get-Name) -Credential (Get-TestCredential admin 'not-the-password') @with -ErrorAction SilentlyContinue -ErrorVariable bad
        "$($bad[0])" | Should -BeLike '*is not its password. Nothing was changed.*'
        Test-LogIn ($open | Get-Name) $open.Credential | Should -BeTrue
        $result = Update-IpmiPassword ($open | Get-Name) -Credential $open.Credential @with
        "$($result.State) $($result.Verified)" | Should -Be 'Changed True'
        Test-LogIn ($open | Get-Name) $result.Credential | Should -BeTrue
        $result = Update-IpmiPassword ($bare | Get-Name) -Credential $bare.Credential @with -WarningVariable warned
        "$($result.State) $($result.Verified)" | Should -Be 'Changed False'
        "$warned" | Should -Match 'confirms the new password.*proves no password'
        $open, $bare | Stop-IpmiSimulator
    }

    It 'sends no random password from where its result would arrive without it' {
        $said = Start-Job -ScriptBlock {
            param($Module, $Name, $Text)
            $env:IPMIPS_CACHE = 'none'
            Import-Module $Module
            $credential = [pscredential]::new('admin', [System.Net.NetworkCredential]::new('', $Text).SecurePassword)
            $null = Update-IpmiPassword $Name -Credential $credential -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
            "$bad"
            $result = Update-IpmiPassword $Name -Credential $credential -Confirm:$false -Force
            "$((Get-IpmiPower $Name -Credential $result.Credential).State)"
        } -ArgumentList $ModuleUnderTest, $names[0], (Get-Text $sims[0].Credential) | Receive-Job -Wait -AutoRemoveJob
        $said[0] | Should -Match 'would be lost. Nothing was sent'
        $said[1] | Should -Be 'On'
    }

    It 'sets a password that is given, in the size that it needs' {
        $given = (Get-TestCredential x 'Twenty-bytes-of-text').Password
        $result = $sims[0] | Update-IpmiPassword -NewPassword $given -Confirm:$false
        $result.PasswordSize | Should -Be 20
        Test-LogIn $names[0] (Get-TestCredential admin 'Twenty-bytes-of-text') | Should -BeTrue
    }

    It 'refuses a password that <Why>, before anything is sent' -ForEach @(
        @{ Text = ''; Why = 'is empty' }
        @{ Text = 'x' * 21; Why = 'is too long' }
        @{ Text = ([string][char]0xE4) * 11; Why = 'is too long in bytes' }
        @{ Text = "abc$([char]0)def"; Why = 'has a zero' }
    ) {
        $given = (Get-TestCredential x $Text).Password
        $null = $sims[0] | Update-IpmiPassword -NewPassword $given -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
        $bad[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        $bad[0].TargetObject | Should -Be $names[0]
        $sims[0].PacketCount | Should -Be 0
    }

    It 'takes a password of a row, and warns that it was text' {
        $row = [pscustomobject]@{ ComputerName = $names[0]; Credential = $sims[0].Credential; NewPassword = 'A-row''s-password' }
        $null = $row | Update-IpmiPassword -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'plain text'
        Test-LogIn $names[0] (Get-TestCredential admin 'A-row''s-password') | Should -BeTrue
    }

    It 'changes another account, and leaves its own as it is' {
        $result = $sims[0] | Update-IpmiPassword -Account operator -Confirm:$false
        "$($result.Account) $($result.UserId) $($result.Verified)" | Should -Be 'operator 3 True'
        Test-LogIn $names[0] $result.Credential | Should -BeTrue
        Test-LogIn $names[0] $sims[0].Credential | Should -BeTrue
        $null = $sims[0] | Update-IpmiPassword -Account nobody -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
        $bad[0] | Get-Id | Should -Be 'IpmiNotPresent'
        $wrong = (Get-TestCredential x wrong).Password
        $null = $sims[0] | Update-IpmiPassword -Account operator -PresentPassword $wrong -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
        $bad[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        Test-LogIn $names[0] $result.Credential | Should -BeTrue
    }

    It 'changes an account that may not log in on the BMC''s word, and the null user by the name \' {
        $result = $sims[0] | Update-IpmiPassword -Account '\' -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        "$($result.Account) $($result.UserId) $($result.State) $($result.Verified)" | Should -Be ' 1 Changed False'
        $result.Credential.UserName | Should -Be '\'
        "$warned" | Should -Match 'may not log in'
        # The empty cell of a row is no null user.
        ($sims[1] | Select-Object ComputerName, Port, Credential, @{ n = 'Account'; e = { '' } } | Update-IpmiPassword -Confirm:$false).Account | Should -Be 'admin'
    }

    It 'does not do two accounts of one BMC at a time' {
        $rows = 'operator', 'user' | ForEach-Object { [pscustomobject]@{ ComputerName = $names[0]; Credential = $sims[0].Credential; Account = $_ } }
        $results = @($rows | Update-IpmiPassword -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad)
        $results.Account | Should -Be 'operator'
        $bad[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
    }

    It 'sends no password over a session that others can read or forge, but with the caller''s word: <What>' -ForEach @(
        @{ What = 'suite 0'; Start = @{ CipherSuite = 0, 17 }; With = @{ CipherSuite = 0 } }
        @{ What = 'suite 2, without encryption'; Start = @{ CipherSuite = 2, 17 }; With = @{ CipherSuite = 2 } }
        @{ What = 'IPMI 1.5'; Start = @{ AuthenticationType = 'md5' }; With = @{ Protocol = 'Ipmi15' } }
    ) {
        $open = Start-IpmiSimulator @Start
        $With += @{ AllowInsecure = $true; Confirm = $false; WarningAction = 'SilentlyContinue' }
        $null = $open | Update-IpmiPassword @With -ErrorAction SilentlyContinue -ErrorVariable bad
        $bad[0] | Get-Id | Should -Be 'IpmiInsecureRefused'
        $bad[0].ErrorDetails.RecommendedAction | Should -Match '-AllowUnprotectedPassword'
        $open.CommandCounts.Keys | Should -Not -Contain '06h/47h' -Because 'neither the present nor the new password was sent'
        Test-LogIn ($open | Get-Name) $open.Credential | Should -BeTrue
        $result = $open | Update-IpmiPassword @With -AllowUnprotectedPassword -WarningVariable warned
        $result.State | Should -Be 'Changed'
        "$warned" | Should -Match 'Set User Password carries a secret'
        $open | Stop-IpmiSimulator
    }

    It 'asks for that word for a session that was opened before, too, and from each row' {
        $open = Start-IpmiSimulator
        $session = $open | New-IpmiSession -CipherSuite 1 -AllowInsecure -WarningAction SilentlyContinue
        $null = $session | Update-IpmiPassword -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
        $bad[0] | Get-Id | Should -Be 'IpmiInsecureRefused'
        ($session | Update-IpmiPassword -AllowUnprotectedPassword -Confirm:$false -WarningAction SilentlyContinue).State | Should -Be 'Changed'
        $session | Remove-IpmiSession
        (Get-Command Update-IpmiPassword).Parameters['AllowUnprotectedPassword'].ParameterSets.Values.ValueFromPipelineByPropertyName | Should -Not -Contain $false
        $open | Stop-IpmiSimulator
    }

    It 'uses 16 characters where IPMI 1.5 carries no more' {
        $old = Start-IpmiSimulator -Profile legacy -CipherSuite @() -AuthenticationType md5
        $result = $old | Update-IpmiPassword -Length 20 -AllowInsecure -AllowUnprotectedPassword -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        "$($result.Verified) $($result.PasswordSize)" | Should -Be 'True 16'
        "$warned" | Should -Match 'more than 16 bytes'
        ($result | Get-IpmiPower -AllowInsecure -WarningAction SilentlyContinue).State | Should -Be 'On'
        $old | Stop-IpmiSimulator
    }

    It 'gives lasting sessions the new password' {
        $short = Start-IpmiSimulator -IdleTimeoutSeconds 4
        $session = $short | New-IpmiSession -RetryCount 1
        $result = $session | Update-IpmiPassword -Confirm:$false
        $result.Verified | Should -BeTrue
        Wait-Until { $short.OpenSessions -eq 0 }
        ($session | Get-IpmiPower).State | Should -Be 'On'
        $short.RefusedLogIns | Should -Be 0
        $again = $short | Select-Object ComputerName, Port, @{ n = 'Credential'; e = { $result.Credential } } | Update-IpmiPassword -Confirm:$false
        Wait-Until { $short.OpenSessions -eq 0 }
        ($session | Get-IpmiPower).State | Should -Be 'On'
        Test-LogIn ($short | Get-Name) $again.Credential | Should -BeTrue
        Set-Patience "LOCALHOST:$($short.Port)" -LogIn
        $other = New-IpmiSession "LOCALHOST:$($short.Port)" -Credential (Get-TestCredential operator operator) -PrivilegeLevel Operator -RetryCount 0
        ($short | Select-Object ComputerName, Port, @{ n = 'Credential'; e = { $again.Credential } } | Update-IpmiPassword -Account operator -Confirm:$false).Verified | Should -BeTrue
        Wait-Until { $short.OpenSessions -eq 0 }
        ($other | Get-IpmiPower).State | Should -Be 'On'
        $short.RefusedLogIns | Should -Be 0
        $short | Stop-IpmiSimulator
    }

    It 'carries no secret in a file or a list' {
        $result = $sims[0] | Update-IpmiPassword -Confirm:$false
        $text = Get-Text $result.Credential
        $hex = ([System.Text.Encoding]::Unicode.GetBytes($text) | ForEach-Object { '{0:x2}' -f $_ }) -join ''
        $result | Export-Clixml "$TestDrive/update.clixml"
        $all = (Get-Content "$TestDrive/update.clixml" -Raw), ($result | ConvertTo-Json -Depth 5), ($result | ConvertTo-Csv | Out-String), ($result | Format-List * -Force | Out-String) -join "`n"
        $all | Should -Match 'admin'
        foreach ($form in $text, $hex) { $all | Should -Not -Match ([regex]::Escape($form)) }
        (Import-Clixml "$TestDrive/update.clixml").State | Should -Be ([IpmiPS.PasswordState]::Changed)
    }

    It 'tells no password in any stream' {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModuleUnderTest'; `$DebugPreference = `$VerbosePreference = 'Continue'").Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddCommand('Update-IpmiPassword').AddParameter('Confirm', $false)
            $result = $shell.Invoke(@($sims[0]))
            $lines = @($shell.Streams.Verbose.Message) + @($shell.Streams.Debug.Message) + @($shell.Streams.Warning | Out-String) + @($shell.Streams.Error | Out-String)
        }
        finally { $shell.Dispose() }
        $lines.Count | Should -BeGreaterThan 40
        $all = $lines -join "`n"
        foreach ($text in (Get-Text $result.Credential), 'simulated') {
            $all | Should -Not -Match ([regex]::Escape($text))
            $hex = ([System.Text.Encoding]::UTF8.GetBytes($text) | ForEach-Object { '{0:X2}' -f $_ }) -join ''
            $all -replace '[\s:,-]' | Should -Not -Match $hex
        }
    }
}

Describe 'A vault' {
    BeforeEach { $sims = @(Start-IpmiSimulator -Count 2); $names = @($sims | Get-Name); Register-FakeVault }
    AfterEach { $sims | Stop-IpmiSimulator; Get-Module FakeVault | Remove-Module }

    It 'has the new password before it is sent, and then under its name' {
        $vault.Seen = $sims[0]
        Set-Patience $names[0]
        $result = $sims[0] | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false
        "$($result.Changed) $($result.Vault) $($result.SecretName)" | Should -Be "True bmcs $($names[0])"
        $result.Credential | Should -BeNullOrEmpty
        # Test Password with the one before; then Test, Set and Test with the new one.
        $vault.Calls | Should -Be "Set bmcs/$($names[0])-pending 1", "Set bmcs/$($names[0]) 4", "Remove bmcs/$($names[0])-pending"
        @($vault.Secrets.Keys) | Should -Be $names[0]
        Test-LogIn $names[0] $vault.Secrets[$names[0]] | Should -BeTrue
    }

    It 'feeds the next run, by the name of the secret' {
        $null = $sims | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false
        $rows = $names | ForEach-Object { [pscustomobject]@{ ComputerName = $_; Credential = $_ } }
        @($rows | Get-IpmiPower).Count | Should -Be 2
        @($rows | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false | Where-Object Verified).Count | Should -Be 2
        @($rows | Get-IpmiPower).Count | Should -Be 2
    }

    It 'names secrets by a template' {
        ($sims[0] | Update-IpmiPassword -DestinationVault bmcs -SecretName 'ipmi/{account}@{computername}' -Confirm:$false).SecretName | Should -Be "ipmi/admin@$($names[0])"
        ($sims[1] | Update-IpmiPassword -DestinationVault bmcs -Account user -Confirm:$false).SecretName | Should -Be "$($names[1])-user"
    }

    It 'never holds two BMCs'' passwords under one name' {
        $results = @($sims | Update-IpmiPassword -DestinationVault bmcs -SecretName common -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad)
        $results.Count | Should -Be 1
        $bad[0] | Get-Id | Should -Be 'IpmiInvalidParameter'
        Test-LogIn $results[0].ComputerName $vault.Secrets['common'] | Should -BeTrue
        $other = $sims | Where-Object { ($_ | Get-Name) -ne $results[0].ComputerName }
        Test-LogIn ($other | Get-Name) $other.Credential | Should -BeTrue
    }

    It 'that is locked changes nothing' {
        $vault.FailOn = 'pending'
        $results = @($sims | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad)
        $results.Count | Should -Be 0
        $bad.Count | Should -Be 2
        "$($bad[0])" | Should -Match 'locked'
        foreach ($i in 0, 1) { Test-LogIn $names[$i] $sims[$i].Credential | Should -BeTrue }
    }

    It 'that fails in the end still holds the password' {
        $vault.FailOn = "^$([regex]::Escape($names[0]))$"
        $results = @($sims | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad)
        @($results.SecretName | Sort-Object) | Should -Be @("$($names[0])-pending", $names[1] | Sort-Object)
        "$($bad[0])" | Should -Match "in the vault as '$([regex]::Escape($names[0]))-pending'"
        Test-LogIn $names[0] $vault.Secrets["$($names[0])-pending"] | Should -BeTrue
    }

    It 'gets from -Resume what a broken run did not store' {
        $vault.FailOn = "^$([regex]::Escape($names[0]))$"
        $null = $sims[0] | Update-IpmiPassword -DestinationVault bmcs -Journal "$TestDrive/vault.journal" -Confirm:$false -ErrorAction SilentlyContinue -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*finish it with -Resume*'
        $vault.FailOn = ''
        $again = $sims | Update-IpmiPassword -DestinationVault bmcs -Journal "$TestDrive/vault.journal" -Resume -Confirm:$false
        $again.SecretName | Sort-Object | Should -Be ($names | Sort-Object)
        $sims.PasswordChanges | Should -Be 1, 1
        @($vault.Secrets.Keys | Sort-Object) | Should -Be ($names | Sort-Object)
        foreach ($name in $names) { Test-LogIn $name $vault.Secrets[$name] | Should -BeTrue }
    }

    It 'that does not overwrite is made to' {
        $vault.KeepsOld = $true
        $vault.Secrets[$names[0]] = $vault.Secrets["$($names[0])-pending"] = $sims[0].Credential
        $result = $sims[0] | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false -WarningAction Ignore 3>$null
        $result.SecretName | Should -Be $names[0]
        Test-LogIn $names[0] $vault.Secrets[$names[0]] | Should -BeTrue
    }

    It 'keeps what may be the only copy of another account''s password' {
        $only = $vault.Secrets["$($names[0])-user-pending"] = Get-TestCredential user 'from-a-run-before'
        $null = $sims[0] | Update-IpmiPassword -DestinationVault bmcs -Account user -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
        "$($bad[0])" | Should -Match 'only copy'
        $vault.Secrets["$($names[0])-user-pending"] | Should -Be $only
    }

    It 'keeps the credential of another account that has the name' {
        $only = $vault.Secrets[$names[0]] = Get-TestCredential root 'the only copy'
        $null = $sims[0] | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
        "$($bad[0])" | Should -BeLike "*the credential of 'root' as '$($names[0])'*only copy*"
        $vault.Secrets[$names[0]] | Should -Be $only
        $vault.Secrets.Clear()
        $only = $vault.Secrets["$($names[0])-pending"] = Get-TestCredential root 'the only copy'
        $null = $sims[0] | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad
        "$($bad[0])" | Should -Match 'only copy'
        $vault.Secrets["$($names[0])-pending"] | Should -Be $only
        Test-LogIn $names[0] $sims[0].Credential | Should -BeTrue
    }

    It 'gives no BMC a name that is another one''s for the time being' {
        $rows = @(
            [pscustomobject]@{ ComputerName = $names[0]; Credential = $sims[0].Credential; SecretName = 'one' }
            [pscustomobject]@{ ComputerName = $names[1]; Credential = $sims[1].Credential; SecretName = 'one-pending' }
        )
        $results = @($rows | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable bad)
        $results.Count | Should -Be 1
        "$($bad[0])" | Should -Match "'one-pending' is that of another BMC"
        Test-LogIn $results[0].ComputerName $vault.Secrets[$results[0].SecretName] | Should -BeTrue
    }

    It 'that fails here and there loses nothing on a bad network either' {
        $rack = @(Start-IpmiSimulator -Count 16 -LossPercent 5 -DuplicatePercent 5 -ReorderPercent 5 -Seed 7)
        $vault.FailOn = '[05]$|[48]-pending$'
        $results = @($rack | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false -RetryCount 2 -ErrorAction SilentlyContinue)
        $results.Count | Should -BeGreaterThan 0
        Assert-Known $rack ($results | ForEach-Object {
                [pscustomobject]@{ ComputerName = $_.ComputerName; Credential = if ($_.SecretName) { $vault.Secrets[$_.SecretName] } else { $_.Credential } }
            })
        $rack | Stop-IpmiSimulator
    }

    It 'is offered by its name, and has to exist' {
        (TabExpansion2 'Update-IpmiPassword bmc1 -DestinationVault ' 43).CompletionMatches.CompletionText | Should -Be 'bmcs'
        { $sims | Update-IpmiPassword -DestinationVault other -Confirm:$false } | Should -Throw -ExpectedMessage '*no vault ''other''*'
        ($sims.PacketCount | Measure-Object -Sum).Sum | Should -Be 0
    }

    It 'that is not there ends the command before anything is sent' {
        Remove-Module FakeVault
        { $sims | Update-IpmiPassword -DestinationVault bmcs -Confirm:$false } | Should -Throw -ExpectedMessage '*SecretManagement is not present*'
        ($sims.PacketCount | Measure-Object -Sum).Sum | Should -Be 0
    }
}

Describe 'The end of a pipeline' {
    BeforeEach { $sims = @(Start-IpmiSimulator -Count 12 -Latency 00:00:00.02); Remove-Variable IpmiPasswordUpdate -Scope Global -ErrorAction Ignore }
    AfterEach { $sims | Stop-IpmiSimulator }

    It 'by a command that has enough undoes what nobody took' {
        $results = @($sims | Update-IpmiPassword -Confirm:$false | Select-Object -First 2)
        $results.Count | Should -Be 2
        Assert-Known $sims $results
        Wait-Until { ($sims | ForEach-Object { $_.OpenSessions } | Measure-Object -Sum).Sum -eq 0 }
    }

    It 'by Ctrl-C, after <At> passwords were sent or asked for, loses none' -ForEach @(@{ At = 7 }, @{ At = 20 }, @{ At = 40 }) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("param(`$sims) Import-Module '$ModuleUnderTest'; `$new = `$sims | Update-IpmiPassword -Confirm:`$false -ThrottleLimit 3").AddArgument($sims)
            $running = $shell.BeginInvoke()
            # Four for each BMC: Test Password with the one before and with the new one, Set, Test.
            Wait-Until { ($sims | ForEach-Object { $_.CommandCounts['06h/47h'] } | Measure-Object -Sum).Sum -ge $At }
            $shell.Stop()
            $null = $running
            $kept = @($shell.Runspace.SessionStateProxy.GetVariable('IpmiPasswordUpdate'))
        }
        finally { $shell.Dispose() }
        Wait-Until { ($sims | ForEach-Object { $_.OpenSessions } | Measure-Object -Sum).Sum -eq 0 }
        Assert-Known $sims $kept
    }
}
