#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# The cmdlets against BMCs that break rules, each by default parameters.

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $names = @(Get-ChildItem "$PSScriptRoot/../../src/IpmiPS.Simulator/Profiles/Personas/*.persona").BaseName

    # No password proves itself to the one, and the other gives no session on the LAN; the rest of these speak IPMI 1.5 alone.
    $refused = 'emc-vnxe', 'gigabyte-md90'
    $insecure = 'dell-2850', 'ibm-e325', 'strict-15', 'sun-ilom-1', 'supermicro-ipmi15', 'tyan-s2882'
    $sims = $names | Where-Object { $_ -notin $refused + $insecure } | ForEach-Object { Start-IpmiSimulator -Profile $_ }
    $old = $insecure | ForEach-Object { Start-IpmiSimulator -Profile $_ }
}

AfterAll {
    Stop-IpmiSimulator
}

Describe 'BMCs that break rules' {
    It 'are switched, each once' {
        $results = @($sims | Invoke-IpmiPower -Action Reset -ErrorAction Stop)
        $results.Count | Should -Be $sims.Count
        # One restarts and leaves no trace of it, so that cannot be verified.
        $unverified = @($results | Where-Object Verified -EQ $false)
        $unverified.ComputerName | Should -Be ($sims | Where-Object Profile -EQ 'unseen-cycle' | Get-Name)
        $unverified.Changed | Should -BeTrue
        Get-IpmiSimulator | Where-Object Profile -in $sims.Profile | ForEach-Object { "$($_.PowerActions)" } | Sort-Object -Unique | Should -Be 'Reset'
    }

    It 'give their sensors' {
        $sensors = @($sims | Where-Object Profile -ne 'hp-dl160' | Get-IpmiSensor -ErrorAction Stop)
        @($sensors | Where-Object Name -eq 'INLET').Value | Sort-Object -Unique | Should -Be 22
        @($sensors | Where-Object Name -eq 'INLET').Count | Should -Be ($sims.Count - 1)
        $sensors | Where-Object { $null -eq $_.Value -and $_.Name -eq 'EMPTY SLOT' } | Should -Not -BeNullOrEmpty
    }

    It 'are refused where they speak only IPMI 1.5, and work with leave' {
        $null = $old | Get-IpmiPower -ErrorVariable refusals -ErrorAction SilentlyContinue
        @($refusals).Count | Should -Be $old.Count
        $refusals | ForEach-Object { $_.FullyQualifiedErrorId } | Should -BeLike 'IpmiInsecureRefused*'
        @($old | Get-IpmiPower -AllowInsecure -WarningAction SilentlyContinue -ErrorAction Stop).Count | Should -Be $old.Count
    }
}
