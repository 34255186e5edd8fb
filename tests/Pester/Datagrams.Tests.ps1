# Datagrams of random bytes, of every length there is. IPMIPS_DATAGRAM_SECONDS makes each test go on for so long; one round is done in any case.
BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    # Enter-IpmiSol refuses to run without a terminal before it speaks to anybody.
    # Of those that change something, those that need no reading first.
    $changing = 'Test-IpmiConnection', 'Test-IpmiSecurity', 'New-IpmiSession', 'Invoke-IpmiPower', 'Invoke-IpmiIdentify', 'Clear-IpmiSel', 'Set-IpmiBootDevice', 'Invoke-IpmiCommand', 'Invoke-IpmiSol', 'Restart-IpmiDevice', 'Update-IpmiPassword'
    $talkers = Get-Command -Module IpmiPS | Where-Object { $_.Parameters.ContainsKey('RetryCount') -and $_.Parameters.ContainsKey('ComputerName') -and ($_.Verb -eq 'Get' -or $_.Name -in $changing) } | ForEach-Object Name
}

Describe 'Random datagrams' {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        Add-Type -Path $PSScriptRoot/RandomSource.cs
        $credential = Get-TestCredential admin password
        $more = @{
            'Invoke-IpmiPower'    = @{ Action = 'Cycle'; Confirm = $false }
            'Clear-IpmiSel'       = @{ Confirm = $false }
            'Set-IpmiBootDevice'  = @{ Device = 'Pxe'; Confirm = $false }
            'Invoke-IpmiCommand'  = @{ NetFn = 'App'; Command = 1 }
            'Invoke-IpmiSol'      = @{ Send = 'a'; Until = 'login:' }
            'Restart-IpmiDevice'  = @{ Confirm = $false }
            'Update-IpmiPassword' = @{ Confirm = $false }
        }
    }

    BeforeEach { $until = [datetime]::UtcNow.AddSeconds([double]$env:IPMIPS_DATAGRAM_SECONDS) }

    It 'from a host are one error of each cmdlet, whatever it does' -TestCases @{ talkers = $talkers } {
        $source = [RandomSource]::new(1).Answer()
        try {
            do {
                $jobs = foreach ($talker in $talkers) {
                    Start-ThreadJob -ThrottleLimit 50 -Name $talker -ArgumentList $ModuleUnderTest, $talker, "127.0.0.1:$($source.Port)", $credential, $more[$talker] {
                        param($Module, $Cmdlet, $Name, $Credential, $More)
                        Import-Module $Module
                        if (-not $More) { $More = @{} }
                        $given = @(& $Cmdlet $Name -Credential $Credential -TimeoutSeconds 30 -ErrorVariable found -ErrorAction SilentlyContinue -WarningAction SilentlyContinue @More)
                        [pscustomobject]@{ Given = $given; Errors = @($found) }
                    }
                }
                foreach ($job in $jobs) {
                    $seen = $job | Receive-Job -Wait -AutoRemoveJob
                    # These two say in their results what they could not see.
                    if ($job.Name -in 'Test-IpmiConnection', 'Test-IpmiSecurity') { $seen.Given.Count + $seen.Errors.Count | Should -BeGreaterThan 0 -Because $job.Name }
                    else {
                        $seen.Errors.Count | Should -Be 1 -Because $job.Name
                        $seen.Errors[0] | Get-Id | Should -BeIn 'IpmiProtocolError', 'IpmiTimeout' -Because $job.Name
                        $seen.Given | Should -BeNullOrEmpty -Because $job.Name
                    }
                }
            } while ([datetime]::UtcNow -lt $until)
            $source.Sent | Should -BeGreaterThan $talkers.Count
        }
        finally { $source.Dispose() }
    }

    It 'beside the true ones change nothing in a kept session, and leave the memory as it is' {
        $simulator = Start-IpmiSimulator
        $source = [RandomSource]::new(2).Relay($simulator.Port)
        try {
            $session = New-IpmiSession "127.0.0.1:$($source.Port)" -Credential $simulator.Credential
            $before = 0
            $round = 0
            do {
                ($session | Get-IpmiPower).State | Should -Be On
                ($session | Get-IpmiDevice).ComputerName | Should -Be "127.0.0.1:$($source.Port)"
                $round++
                if ($round -eq 200) { $before = [GC]::GetTotalMemory($true) }
            } while ($round -lt 20 -or [datetime]::UtcNow -lt $until)
            if ($before) {
                $after = [GC]::GetTotalMemory($true)
                Write-Host "      $round rounds, $($source.Sent) random datagrams; heap $([int]($before / 1KB)) KiB, then $([int]($after / 1KB)) KiB"
                $after - $before | Should -BeLessThan 8MB
            }
            $session | Remove-IpmiSession
            (Get-IpmiSimulator).Fault | Should -BeNullOrEmpty
        }
        finally {
            $source.Dispose()
            Stop-IpmiSimulator
        }
    }

    It 'leave a virtual BMC as it is' {
        $simulator = Start-IpmiSimulator
        $source = [RandomSource]::new(3)
        try {
            $to = [System.Net.IPEndPoint]::new([System.Net.IPAddress]::Loopback, $simulator.Port)
            do {
                $source.Send($to, 500)
                ($simulator | Get-IpmiPower).State | Should -Be On
            } while ([datetime]::UtcNow -lt $until)
            (Get-IpmiSimulator).Fault | Should -BeNullOrEmpty
        }
        finally {
            $source.Dispose()
            Stop-IpmiSimulator
        }
    }
}
