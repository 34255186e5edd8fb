#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }
# Enter-IpmiSol in a real terminal, which tmux gives and a test can type into and read from.

BeforeDiscovery { $script:noTerminal = -not (Get-Command tmux -CommandType Application -ErrorAction Ignore) }

Describe 'In a terminal, where there is tmux' -Skip:$noTerminal {
    BeforeAll {
        . "$PSScriptRoot/Support.ps1"
        $record = [System.IO.Path]::GetTempFileName()

        # A tmux server of our own, which reads nobody's configuration.
        function Invoke-Tmux { & tmux -L $server -f /dev/null @args }

        function Send-Key { Invoke-Tmux send-keys -t 0 @args }

        function Get-Screen { (Invoke-Tmux capture-pane -t 0 -p -J) -join "`n" }

        function Wait-Screen {
            param([string] $Pattern, [double] $Seconds = 20)
            $script:waitedFor = $Pattern
            try { Wait-Until { (Get-Screen) -match $waitedFor } -Seconds $Seconds }
            catch { throw "'$Pattern' did not appear on the screen:`n$(Get-Screen)" }
        }

        $prepare = "function prompt { 'ready> ' }; Import-Module '$ModuleUnderTest'; `$s = Start-IpmiSimulator"
    }

    BeforeEach {
        # Each test has a server of its own: the one before may still be on its way out.
        $script:server = "ipmips$PID-$([guid]::NewGuid().ToString('N').Substring(0, 8))"
        Invoke-Tmux new-session -d -x 120 -y 40 $PowerShell -NoProfile -NoExit -Command $prepare
        Wait-Screen 'ready>'
    }

    AfterEach { Invoke-Tmux kill-server }

    AfterAll { Remove-Item $record -ErrorAction Ignore }

    It 'asks for a credential once for the whole pipeline' {
        Send-Key '$two = Start-IpmiSimulator -Count 2; $two | ForEach-Object { "$($_.ComputerName):$($_.Port)" } | Get-IpmiPower | Measure-Object | ForEach-Object { "got $($_.Count)" }' Enter
        Wait-Screen 'User: '
        Send-Key admin Enter
        Wait-Screen 'Password for user admin: '
        Send-Key simulated Enter
        Wait-Screen '(?m)^got 2'
        Get-Screen | Should -Not -Match 'simulated'
    }

    It 'asks only for the password of a user who is named, before anything is sent' {
        Send-Key '"$($s.ComputerName):$($s.Port)" | Get-IpmiPower -Credential admin | ForEach-Object { "it is $($_.State)" }' Enter
        Wait-Screen 'Password for user admin: '
        Send-Key simulated Enter
        Wait-Screen '(?m)^it is On'
    }

    It 'shows the console, sends keys, helps, leaves, and gives the terminal back' {
        Send-Key "`$s | Enter-IpmiSol -Record '$record'" Enter
        Wait-Screen '\[console of 127\.0\.0\.1:\d+; ~\. leaves, ~\? helps\]'

        Send-Key Enter
        Wait-Screen 'login:'
        Send-Key 'nobody' Enter
        Wait-Screen 'Password:'
        Send-Key Enter
        Wait-Screen 'Welcome'
        Send-Key 'echo no~.' Enter
        Wait-Screen 'echo no~\.'

        Send-Key '~?'
        Wait-Screen '~B sends a break'
        Send-Key '~~tilde' Enter
        Wait-Screen '~tilde'
        Send-Key '~B'

        # Ctrl-C is a key for the machine and ends nothing here.
        Send-Key C-c
        Start-Sleep -Milliseconds 300
        Get-Screen | Should -Not -Match 'left the console'
        Send-Key Enter

        Send-Key '~.'
        Wait-Screen '\[left the console\]'
        Send-Key "'back ' + (1 + 1)" Enter
        Wait-Screen 'back 2'

        (Get-Content $record -Raw) | Should -Match 'login:'
        (Get-Content $record -Raw) | Should -Not -Match 'leaves'
    }

    It 'takes another escape character' {
        Send-Key "`$s | Enter-IpmiSol -EscapeCharacter '%'" Enter
        Wait-Screen '%\. leaves'
        Send-Key Enter
        Send-Key '~.' Enter
        Start-Sleep -Milliseconds 500
        Get-Screen | Should -Not -Match 'left the console'
        Send-Key '%.'
        Wait-Screen '\[left the console\]'
    }

    It 'does not take a console from somebody else, unless with -Force' {
        Send-Key '$n = [long]$s.CommandCounts["06h/48h"]; $job = Start-ThreadJob { param($name, $credential, $module) Import-Module $module; Invoke-IpmiSol $name -Credential $credential -Until never -TimeoutSeconds 60 } -ArgumentList "127.0.0.1:$($s.Port)", $s.Credential, (Get-Module IpmiPS).Path; while ([long]$s.CommandCounts["06h/48h"] -eq $n) { Start-Sleep -Milliseconds 100 }; "taken"' Enter
        Wait-Screen '(?m)^taken'
        Send-Key '$s | Enter-IpmiSol' Enter
        Wait-Screen 'in use by another session'
        Send-Key Clear-Host Enter
        Send-Key '$s | Enter-IpmiSol -Force' Enter
        Wait-Screen '~\. leaves'
        Send-Key Enter
        Wait-Screen 'login:'
        Send-Key '~.'
        Wait-Screen '\[left the console\]'
    }

    It 'opens the console again after the BMC has restarted' {
        # The BMC is this very process's; so another thread stops and starts it.
        Send-Key '$job = Start-ThreadJob { param($s, $port, $module, $n) Import-Module $module; while ([long]$s.CommandCounts["06h/48h"] -eq $n) { Start-Sleep -Milliseconds 100 }; Start-Sleep 2; $s | Stop-IpmiSimulator; Start-Sleep 1; Start-IpmiSimulator -Port $port } -ArgumentList $s, $s.Port, (Get-Module IpmiPS).Path, ([long]$s.CommandCounts["06h/48h"]); $s | Enter-IpmiSol' Enter
        Wait-Screen 'Trying to open it again' -Seconds 60
        Wait-Screen 'the console is open again' -Seconds 60
        Send-Key Enter
        Wait-Screen 'login:'
        Send-Key '~.'
        Wait-Screen '\[left the console\]'
    }
}
