#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# What is remembered of BMCs from one command and one process to the next, and how it is forgotten.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $sims = @(Start-IpmiSimulator -Count 3)
    $names = @($sims | Get-Name)
    $walk = '0Ah/23h'    # Get SDR

    function Get-CacheFile { @(Get-ChildItem $env:IPMIPS_CACHE -Filter *.sdr -ErrorAction Ignore) }

    # How many records of a BMC were read by what the script does.
    function Measure-Walk {
        param([int] $Index, [scriptblock] $Script)
        $before = [long]$sims[$Index].CommandCounts[$walk]
        $null = & $Script
        [long]$sims[$Index].CommandCounts[$walk] - $before
    }

    # Reads a sensor of each BMC in a PowerShell of its own.
    function Read-Apart {
        $user = $sims[0].Credential
        $list = "'" + ($names -join "', '") + "'"
        $login = "[pscredential]::new('$($user.UserName)', (ConvertTo-SecureString '$($user.GetNetworkCredential().Password)' -AsPlainText -Force))"
        Invoke-Apart "$list | Get-IpmiSensor -Name Fan1 -Credential ($login) | ForEach-Object ComputerName"
    }
}

AfterAll { Stop-IpmiSimulator }

Describe 'The cache' {
    BeforeEach { Clear-IpmiCache }

    It 'serves the next process' {
        Measure-Walk 0 { Read-Apart | Sort-Object | Should -Be ($names | Sort-Object) } | Should -BeGreaterThan 10
        (Get-CacheFile).Count | Should -Be 3
        Measure-Walk 0 { Read-Apart | Sort-Object | Should -Be ($names | Sort-Object) } | Should -Be 0
        Measure-Walk 0 { $sims[0] | Get-IpmiSensor -Name Fan1 } | Should -Be 0
    }

    It 'gives the next process the same sensors' {
        $read = $sims[0] | Get-IpmiSensor
        $again = Invoke-Apart "
            `$login = [pscredential]::new('$($sims[0].Credential.UserName)', (ConvertTo-SecureString '$($sims[0].Credential.GetNetworkCredential().Password)' -AsPlainText -Force))
            Get-IpmiSensor '$($names[0])' -Credential `$login | ForEach-Object { `$_.Name, `$_.Type, `$_.Unit, `$_.Entity -join '|' }"
        $again | Should -Be ($read | ForEach-Object { $_.Name, $_.Type, $_.Unit, $_.Entity -join '|' })
    }

    It 'is made anew where a file is damaged, without a word' {
        $null = Read-Apart
        $file = Get-CacheFile | Select-Object -First 1
        [System.IO.File]::WriteAllText($file.FullName, 'damaged')
        Read-Apart | Sort-Object | Should -Be ($names | Sort-Object)
        $file.Refresh()
        $file.Length | Should -BeGreaterThan 1000
    }

    It 'is not on disk with IPMIPS_CACHE <Title>' -ForEach @(
        @{ Title = 'none'; Value = 'none' }
        @{ Title = 'a path that cannot be'; Value = "$PSCommandPath/below" }
    ) {
        $own = $env:IPMIPS_CACHE
        try {
            $env:IPMIPS_CACHE = $Value
            Measure-Walk 0 { Read-Apart | Sort-Object | Should -Be ($names | Sort-Object) } | Should -BeGreaterThan 10
            Measure-Walk 0 { Read-Apart } | Should -BeGreaterThan 10
            Clear-IpmiCache -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
        }
        finally { $env:IPMIPS_CACHE = $own }
        Get-CacheFile | Should -BeNullOrEmpty
    }

    It 'stands several processes that write and read the same file' {
        $hammer = "
            `$cache = [IpmiPS.Cache.CacheFolder]::new('$TestDrive/hammered'); `$bad = 0; `$read = 0
            foreach (`$round in 1..300) {
                `$content = [byte[]]::new(2000 + `$round); `$value = [byte](`$PID -bxor `$round -band 0xFF)
                for (`$i = 0; `$i -lt `$content.Length; `$i++) { `$content[`$i] = `$value }
                `$null = `$cache.Write('bmc1', 'sdr', `$content)
                `$seen = `$cache.Read('bmc1', 'sdr')
                if (`$null -eq `$seen) { continue }
                `$read++
                if (@([System.Linq.Enumerable]::Distinct([byte[]]`$seen)).Count -ne 1) { `$bad++ }
            }
            `"`$read `$bad`""
        $file = "$TestDrive/hammer.ps1"
        Set-Content $file "Import-Module '$ModuleUnderTest'; $hammer"
        $processes = foreach ($n in 1..3) {
            Start-Process $PowerShell -ArgumentList '-NoProfile', '-NonInteractive', '-File', $file -RedirectStandardOutput "$TestDrive/hammer$n.txt" -PassThru
        }
        $processes | ForEach-Object { $_.WaitForExit() }
        foreach ($n in 1..3) {
            $read, $bad = (Get-Content "$TestDrive/hammer$n.txt" -Raw).Trim() -split ' '
            [int]$read | Should -BeGreaterThan 100
            $bad | Should -Be 0
        }
        @(Get-ChildItem "$TestDrive/hammered").Count | Should -Be 1
    }

    It 'forgets a virtual BMC that stops' {
        $own = Start-IpmiSimulator
        $null = $own | Get-IpmiSensor -Name Fan1
        (Get-CacheFile).Count | Should -Be 1
        $own | Stop-IpmiSimulator
        Get-CacheFile | Should -BeNullOrEmpty
    }
}

Describe 'Clear-IpmiCache' {
    BeforeEach {
        $null = $sims | Get-IpmiSensor -Name Fan1
        (Get-CacheFile).Count | Should -Be 3
    }

    It 'forgets everything, here and on disk, sends nothing and says nothing' {
        $sessions = $sims.SessionsOpened
        Clear-IpmiCache | Should -BeNullOrEmpty
        Get-CacheFile | Should -BeNullOrEmpty
        $sims.SessionsOpened | Should -Be $sessions
        Measure-Walk 0 { $sims[0] | Get-IpmiSensor -Name Fan1 } | Should -BeGreaterThan 10
    }

    It 'forgets one by name, and the others stay' {
        Clear-IpmiCache $names[1]
        (Get-CacheFile).Count | Should -Be 2
        Measure-Walk 0 { $sims[0] | Get-IpmiSensor -Name Fan1 } | Should -Be 0
        Measure-Walk 1 { $sims[1] | Get-IpmiSensor -Name Fan1 } | Should -BeGreaterThan 10
    }

    It 'takes names and objects by pipeline' {
        $names[0] | Clear-IpmiCache
        (Get-CacheFile).Count | Should -Be 2
        $sims[1] | Get-IpmiPower | Clear-IpmiCache
        (Get-CacheFile).Count | Should -Be 1
        $sims[2] | Clear-IpmiCache
        Get-CacheFile | Should -BeNullOrEmpty
    }

    It 'takes sessions and rows' {
        $session = $sims[0] | New-IpmiSession
        $session | Clear-IpmiCache
        $session | Remove-IpmiSession
        (Get-CacheFile).Count | Should -Be 2
        [pscustomobject]@{ HostName = '127.0.0.1'; Port = "$($sims[1].Port)" } | Clear-IpmiCache
        (Get-CacheFile).Count | Should -Be 1
        [pscustomobject]@{ Cn = $names[2]; Port = '' } | Clear-IpmiCache
        Get-CacheFile | Should -BeNullOrEmpty
    }

    It 'takes wildcards and ranges' {
        Clear-IpmiCache 'no-such-*'
        (Get-CacheFile).Count | Should -Be 3
        Clear-IpmiCache 127.0.0.[1-2]:$($sims[0].Port)
        (Get-CacheFile).Count | Should -Be 2
        Clear-IpmiCache "127.0.0.[1]:$($sims[1].Port)*"
        (Get-CacheFile).Count | Should -Be 1
        Clear-IpmiCache '*0.0.[xyz1]*'
        Get-CacheFile | Should -BeNullOrEmpty
    }

    It 'finds by wildcard what another process left' {
        Clear-IpmiCache
        $null = Read-Apart
        (Get-CacheFile).Count | Should -Be 3
        Clear-IpmiCache 127.*
        Get-CacheFile | Should -BeNullOrEmpty
    }

    It 'takes an empty variable, cell or row for a mistake and not for everything' {
        Clear-IpmiCache -ComputerName $null -ErrorAction SilentlyContinue -ErrorVariable +failed
        Clear-IpmiCache @() -ErrorAction SilentlyContinue -ErrorVariable +failed
        Clear-IpmiCache '' -ErrorAction SilentlyContinue -ErrorVariable +failed
        [pscustomobject]@{ ComputerName = '' } | Clear-IpmiCache -ErrorAction SilentlyContinue -ErrorVariable +failed
        [pscustomobject]@{ Rack = 7 } | Clear-IpmiCache -ErrorAction SilentlyContinue -ErrorVariable +failed
        'a b', 'bmc[9-1]', 'bmc[1-' | Clear-IpmiCache -ErrorAction SilentlyContinue -ErrorVariable +failed
        Clear-IpmiCache bmc1 -Port 0 -ErrorAction SilentlyContinue -ErrorVariable +failed
        @() | Clear-IpmiCache
        $failed | Get-Id | Sort-Object -Unique | Should -Be 'IpmiInvalidParameter'
        @($failed).Count | Should -BeGreaterThan 6
        (Get-CacheFile).Count | Should -Be 3
    }

    It 'changes nothing with -WhatIf' {
        Clear-IpmiCache -WhatIf
        Clear-IpmiCache $names[0] -WhatIf
        Clear-IpmiCache 127.* -WhatIf
        (Get-CacheFile).Count | Should -Be 3
    }

    It 'leaves files alone that are not its own' {
        $foreign = Join-Path $env:IPMIPS_CACHE 'notes.sdr'
        Set-Content $foreign 'mine'
        Clear-IpmiCache
        (Get-CacheFile).Name | Should -Be 'notes.sdr'
        Remove-Item $foreign
    }

    It 'completes names' {
        $line = 'Clear-IpmiCache '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $names[0]
    }
}
