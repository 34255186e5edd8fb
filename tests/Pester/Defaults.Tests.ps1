#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# $PSDefaultParameterValues and the BMCs that are meant: a session, or what the pipeline brings, is never exchanged for another machine.

BeforeDiscovery {
    $keys = '*-Ipmi*:ComputerName', 'Invoke-IpmiPower:ComputerName', 'Invoke-IpmiPower:Cn', 'Invoke-*:Computer*' | ForEach-Object { @{ Key = $_ } }
}

BeforeAll {
    . "$PSScriptRoot/Support.ps1"
    $meant, $other = Start-IpmiSimulator -Count 2
    $name, $otherName = $meant, $other | Get-Name
    $credential = $meant.Credential
    $session = $meant | New-IpmiSession -Name meant
    $otherSession = $other | New-IpmiSession -Name other

    # What was asked of virtual BMCs; what keeps sessions alive does not count.
    function Get-Asked { ($args | ForEach-Object { $_.SessionsOpened + $_.RefusedLogIns; [long]$_.CommandCounts['00h/01h']; [long]$_.CommandCounts['00h/02h'] }) -join ' ' }

    # Runs a script with default parameter values, which must not lead it to the other BMC.
    function Invoke-WithDefault {
        param([hashtable] $Default, [scriptblock] $Script)
        $PSDefaultParameterValues = $Default
        $before = Get-Asked $other
        $script:result = . $Script
        Get-Asked $other | Should -Be $before
        $result.ComputerName | Should -Be $name
    }
}

AfterAll {
    Get-IpmiSession | Remove-IpmiSession
    Stop-IpmiSimulator
}

Describe 'A default for ComputerName, as <Key>' -ForEach $keys {
    It 'does not take the place of a piped session' {
        Invoke-WithDefault @{ $Key = $otherName } { $session | Invoke-IpmiPower -Action Status -WarningAction SilentlyContinue }
    }

    It 'does not take the place of -Session, by object, name or number' {
        Invoke-WithDefault @{ $Key = $otherName } { Invoke-IpmiPower -Session $session -Action Status }
        Invoke-WithDefault @{ $Key = $otherName } { Invoke-IpmiPower -Session meant -Action Status }
        Invoke-WithDefault @{ $Key = $otherName } { Invoke-IpmiPower -Session $session.Id -Action Status }
    }

    It 'does not take the place of results, names, rows and virtual BMCs that are piped' {
        $default = @{ $Key = $otherName; '*-Ipmi*:Credential' = $credential }
        $result = Get-IpmiDevice -Session $session
        Invoke-WithDefault $default { $result | Invoke-IpmiPower -Action Status -WarningAction SilentlyContinue }
        Invoke-WithDefault $default { $name | Invoke-IpmiPower -Action Status -WarningAction SilentlyContinue }
        Invoke-WithDefault $default { [pscustomobject]@{ HostName = '127.0.0.1'; Port = $meant.Port } | Invoke-IpmiPower -Action Status -WarningAction SilentlyContinue }
        Invoke-WithDefault $default { $meant | Invoke-IpmiPower -Action Status -WarningAction SilentlyContinue }
    }

    It 'says, where it is left out, that it is' {
        Invoke-WithDefault @{ $Key = $otherName } {
            $said = $session | Invoke-IpmiPower -Action Status 3>&1
            @($said | Where-Object { $_ -is [System.Management.Automation.WarningRecord] }).Message | Should -Match ([regex]::Escape($otherName) + '.*The pipeline says which BMCs are meant')
            $said | Where-Object { $_ -is [IpmiPS.PowerResult] }
        }
    }

    It 'is used where nothing else says which BMC is meant' {
        $PSDefaultParameterValues = @{ $Key = $otherName; '*-Ipmi*:Credential' = $credential }
        (Invoke-IpmiPower -Action Status).ComputerName | Should -Be $otherName
    }
}

Describe 'A default for Session' {
    It 'does not take the place of another session, a name or a result, given as <What>' -ForEach @(
        @{ What = 'an object'; Value = { $otherSession } }
        @{ What = 'a name'; Value = { 'other' } }
        @{ What = 'a number'; Value = { $otherSession.Id } }
    ) {
        $default = @{ '*-Ipmi*:Session' = & $Value }
        $result = Get-IpmiDevice -Session $session
        Invoke-WithDefault $default { $session | Get-IpmiPower -WarningAction SilentlyContinue }
        Invoke-WithDefault $default { Get-IpmiPower -Session $session }
        Invoke-WithDefault $default { $name | Get-IpmiPower -Credential $credential -WarningAction SilentlyContinue }
        Invoke-WithDefault $default { Get-IpmiPower $name -Credential $credential }
        Invoke-WithDefault $default { $result | Get-IpmiPower -Credential $credential -WarningAction SilentlyContinue }
    }

    It 'is used where nothing else says which BMC is meant' {
        $PSDefaultParameterValues = @{ '*-Ipmi*:Session' = $otherSession }
        (Get-IpmiPower).ComputerName | Should -Be $otherName
    }
}

Describe 'Defaults for <What>' -ForEach @(
    @{ What = 'Credential'; Default = { @{ '*-Ipmi*:Credential' = Get-TestCredential 'nobody' 'wrong' } } }
    @{ What = 'Port'; Default = { @{ '*-Ipmi*:Port' = $other.Port } } }
    @{ What = 'all at once'; Default = { @{ 'Get-IpmiPower:Port' = $other.Port; '*-Ipmi*:Credential' = Get-TestCredential 'nobody' 'wrong'; '*-Ipmi*:ComputerName' = $otherName; '*-Ipmi*:CipherSuite' = 3; '*-Ipmi*:PrivilegeLevel' = 'Callback' } } }
) {
    It 'leave a session as it is' {
        $refused = $meant.RefusedLogIns
        Invoke-WithDefault (& $Default) { $session | Get-IpmiPower -WarningAction SilentlyContinue }
        Invoke-WithDefault (& $Default) { Get-IpmiPower -Session $session }
        $meant.RefusedLogIns | Should -Be $refused
    }

    It 'leave the port of a result as it is' {
        $result = Get-IpmiDevice -Session $session
        Invoke-WithDefault (& $Default) { $result | Get-IpmiPower -Credential $credential -CipherSuite 17 -PrivilegeLevel User -WarningAction SilentlyContinue }
    }
}

Describe 'BMCs that are given twice' {
    It 'is an error, and nothing is sent: <_>' -ForEach @(
        { $session | Get-IpmiPower -ComputerName $otherName }
        { $session | Get-IpmiPower -ComputerName $name }
        { $session | Get-IpmiPower -Session $otherSession }
        { $name | Get-IpmiPower -Session $otherSession }
        { $meant | Invoke-IpmiPower -Action Off -ComputerName $otherName -Credential $credential }
    ) {
        $before = Get-Asked $meant $other
        { & $_ } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
        Get-Asked $meant $other | Should -Be $before
    }

    It 'is an error of the parameter sets beside -Session' {
        { Get-IpmiPower -ComputerName $otherName -Session $session } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'may be by a script block in the defaults, which cannot be told from a given name' {
        $PSDefaultParameterValues = @{ '*-Ipmi*:ComputerName' = { $otherName } }
        { $session | Get-IpmiPower } | Should -Throw -ErrorId 'IpmiInvalidParameter,*'
    }
}

Describe 'Sessions where names are wanted' {
    It 'are used, one or several' {
        (Get-IpmiPower $session).ComputerName | Should -Be $name
        (Get-IpmiPower @($session, $otherSession)).ComputerName | Sort-Object | Should -Be ($name, $otherName | Sort-Object)
        (Get-IpmiPower -ComputerName ([System.Collections.Generic.List[object]]@($session))).ComputerName | Should -Be $name
    }

    It 'are closed and forgotten themselves, whatever a default says' {
        $PSDefaultParameterValues = @{ '*-Ipmi*:ComputerName' = $otherName; '*-Ipmi*:Session' = $otherSession }
        $own = $session | New-IpmiSession -WarningAction SilentlyContinue
        $PSDefaultParameterValues = @{ '*-Ipmi*:ComputerName' = $otherName }
        $own | Remove-IpmiSession -WarningAction SilentlyContinue
        $own.State | Should -Be 'Closed'
        $own = $session | New-IpmiSession -WarningAction SilentlyContinue
        $PSDefaultParameterValues = @{ '*-Ipmi*:Session' = $otherSession }
        $own | Remove-IpmiSession -WarningAction SilentlyContinue
        $own.State | Should -Be 'Closed'
        $otherSession.State | Should -Be 'Opened'
    }
}
