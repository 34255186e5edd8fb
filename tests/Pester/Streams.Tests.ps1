#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# -Verbose tells the steps, -Debug the packets; neither tells a secret.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $secret = 'Tr0ub4dor&3-horse'
    $kg = 'staple-Kg-battery'
    $credential = Get-TestCredential -UserName 'root' -Password $secret
    $key = (Get-TestCredential 'x' $kg).Password
    $sim = Start-IpmiSimulator -Credential $credential -BmcKey $key
    $name = $sim | Get-Name

    # All streams as text. Hexadecimal text of a secret is as bad as the secret.
    function Get-AllOutput {
        param([scriptblock] $Script, [string] $At = $name, [pscredential] $As = $credential)
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$ModuleUnderTest'; `$DebugPreference = `$VerbosePreference = 'Continue'").Invoke()
            $shell.Commands.Clear()
            $shell.Runspace.SessionStateProxy.SetVariable('name', $At)
            $shell.Runspace.SessionStateProxy.SetVariable('credential', $As)
            $shell.Runspace.SessionStateProxy.SetVariable('key', $key)
            $shell.Runspace.SessionStateProxy.SetVariable('secret', $secret)
            $output = $shell.AddScript([string]$Script).Invoke()
            $script:verbose = @($shell.Streams.Verbose.Message)
            $script:debug = @($shell.Streams.Debug.Message)
            $script:warnings = @($shell.Streams.Warning.Message)
            $errors = @($shell.Streams.Error | ForEach-Object { $_ | Format-List * -Force | Out-String; $_.Exception | Format-List * -Force | Out-String })
            @($output | Format-List * -Force | Out-String) + $verbose + $debug + $warnings + $errors
        }
        finally { $shell.Dispose() }
    }

    function Assert-NoSecret {
        param([string[]] $Text)
        $all = $Text -join "`n"
        $all.Length | Should -BeGreaterThan 100
        $bare = $all -replace '[\s:,-]'
        foreach ($one in $secret, $kg) {
            $all | Should -Not -Match ([regex]::Escape($one))
            $hex = ([System.Text.Encoding]::UTF8.GetBytes($one) | ForEach-Object { '{0:X2}' -f $_ }) -join ''
            $bare | Should -Not -Match $hex
        }
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'Streams' {
    It 'tells steps with -Verbose, each after the computer''s name, and decoded packets with -Debug' {
        $all = Get-AllOutput { Get-IpmiPower $name -Credential $credential -BmcKey $key }
        $own = @($verbose | Where-Object { $_ -like "$name*" })
        $own.Count | Should -BeGreaterThan 2
        @($debug | Where-Object { $_ -like "$name*" }).Count | Should -BeGreaterThan 6
        Assert-NoSecret $all
    }

    It 'tells nothing without' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("param(`$name, `$credential, `$key) Import-Module '$ModuleUnderTest'; Get-IpmiPower `$name -Credential `$credential -BmcKey `$key").AddArgument($name).AddArgument($credential).AddArgument($key).Invoke()
        $shell.Streams.Verbose.Count + $shell.Streams.Debug.Count + $shell.Streams.Warning.Count + $shell.Streams.Error.Count | Should -Be 0
        $shell.Dispose()
    }

    It 'keeps secrets with IPMI 1.5 and its straight password' {
        $straight = Start-IpmiSimulator -Credential (Get-TestCredential 'root' $secret.Substring(0, 16)) -AuthenticationType straight -CipherSuite @()
        $secret15 = $secret.Substring(0, 16)
        $all = Get-AllOutput { Get-IpmiPower $name -Credential $credential -AllowInsecure -AllowClearTextPassword -Protocol Ipmi15 } -At ($straight | Get-Name) -As $straight.Credential
        $debug.Count | Should -BeGreaterThan 6
        ($all -join "`n") | Should -Not -Match ([regex]::Escape($secret15))
        $hex = ([System.Text.Encoding]::UTF8.GetBytes($secret15) | ForEach-Object { '{0:X2}' -f $_ }) -join ''
        (($all -join "`n") -replace '[\s:,-]') | Should -Not -Match $hex
        $warnings | Should -Not -BeNullOrEmpty
        $straight | Stop-IpmiSimulator
    }

    It 'keeps secrets of rows, of refused log-ins and of sessions' {
        Assert-NoSecret (Get-AllOutput { [pscustomobject]@{ ComputerName = $name; UserName = 'root'; Password = $secret; BmcKey = $key } | Get-IpmiDevice })
        Assert-NoSecret (Get-AllOutput { Get-IpmiPower $name -Credential $credential })
        Assert-NoSecret (Get-AllOutput { Get-IpmiPower $name -Credential ([pscredential]::new('root', [System.Net.NetworkCredential]::new('', $secret + 'xxxxxxxx').SecurePassword)) })
        Assert-NoSecret (Get-AllOutput { $s = New-IpmiSession $name -Credential $credential -BmcKey $key; $s | Get-IpmiPower; $s; $s | Remove-IpmiSession })
    }

    It 'keeps the password of a raw Set User Password' {
        $script:hexSecret = ([System.Text.Encoding]::UTF8.GetBytes($secret) | ForEach-Object { '{0:X2}' -f $_ }) -join ' '
        Assert-NoSecret (Get-AllOutput {
                $bytes = [byte[]](0x84, 2) + [System.Text.Encoding]::UTF8.GetBytes($secret.PadRight(20, [char]0))
                Invoke-IpmiCommand $name App 0x47 -Data $bytes -Credential $credential -BmcKey $key -WhatIf
                Invoke-IpmiCommand $name App 0x47 -Data $bytes -Credential $credential -BmcKey $key
            })
    }
}
