# A full run of the module, in a process of its own, for Secrets.Tests.ps1: all cmdlets against virtual BMCs, with everything that can be
# made of what they give in the files of one folder. Nothing in this script is a secret; they come in a file that is not searched.
param(
    [Parameter(Mandatory)] [string] $SecretFile,
    [Parameter(Mandatory)] [string] $KeyFile,
    [Parameter(Mandatory)] [string] $Folder
)

. "$PSScriptRoot/Support.ps1"
$env:IPMIPS_CACHE = "$Folder/cache"
$env:IPMIPS_STATE = "$Folder/state"
$env:POWERSHELL_UPDATECHECK = 'Off'
if ($PSStyle) { $PSStyle.OutputRendering = 'PlainText' }
Add-Type -Path "$PSScriptRoot/KeyTap.cs" -IgnoreWarnings
Add-Type -Path "$PSScriptRoot/../IpmiPS.Core.Tests/Support/ObjectGraph.cs" -IgnoreWarnings

$secrets = Get-Content -Raw $SecretFile | ConvertFrom-Json
$utf8 = [System.Text.Encoding]::UTF8
$taps = [System.Collections.Generic.List[object]]::new()
$ran = [System.Collections.Generic.HashSet[string]]::new()
$counts = @{}
$made = [System.Collections.Generic.HashSet[string]]::new()

function Protect-Text { param([string] $Text) (Get-TestCredential 'x' $Text).Password }

# A virtual BMC, reached by way of a tap.
function Open-Tapped {
    param([string] $Text, [string] $Key = '', [hashtable] $With = @{})
    if ($Key) { $With.BmcKey = Protect-Text $Key }
    $credential = Get-TestCredential 'root' $Text
    $simulator = Start-IpmiSimulator -Credential $credential @With
    $tap = [IpmiPS.Tests.Pester.KeyTap]::new($simulator.Port, $utf8.GetBytes($Text), $utf8.GetBytes($Key))
    $taps.Add($tap)
    [pscustomobject]@{ Simulator = $simulator; Tap = $tap; Name = "127.0.0.1:$($tap.Port)"; Credential = $credential }
}

# Everything that can be made of an object, in files.
function Save-Object {
    param([Parameter(ValueFromPipeline)] $InputObject, [string] $Into = $Folder)
    begin { $all = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $InputObject) { $all.Add($InputObject) } }
    end {
        $errors = @($all | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] })
        foreach ($one in $all) {
            $counts["$($one.GetType())".Split('.')[-1]]++
            if ($one -is [IpmiPS.PasswordUpdate] -and $one.Credential) { $null = $made.Add($one.Credential.GetNetworkCredential().Password) }
        }
        $all | ForEach-Object { "$_" } | Add-Content "$Into/text.txt"

        # Lines of -Verbose and -Debug are alike but for their text: two of each part will do.
        $isLine = { $_ -is [System.Management.Automation.InformationalRecord] }
        $some = @($all | Where-Object { -not (& $isLine) }) + @($all | Where-Object $isLine | Select-Object -First 2)
        & {
            $some | Out-String -Width 400
            $some | Format-List * -Force | Out-String -Width 4000
            $some | Get-Member -Force | Out-String -Width 400
        } | Add-Content "$Into/text.txt"
        & {
            $errors | Get-Error | Out-String -Width 4000
            foreach ($record in $errors) {
                $record.InvocationInfo, $record.CategoryInfo, $record.ErrorDetails | Format-List * -Force | Out-String -Width 4000
                $record.InvocationInfo.BoundParameters | ConvertTo-Json -Depth 5
                for ($exception = $record.Exception; $exception; $exception = $exception.InnerException) {
                    $exception.ToString()
                    $exception | Format-List * -Force | Out-String -Width 4000
                    $exception.Data.GetEnumerator() | Out-String -Width 4000
                }
            }
        } | Add-Content "$Into/errors.txt"
        foreach ($one in $some) {
            # Deeper in a record there is all that PowerShell knows of the command, but nothing more of the module's.
            $depth = if ($one -is [System.Management.Automation.InformationalRecord]) { 1 } elseif ($one -is [System.Management.Automation.ErrorRecord]) { 2 } else { 4 }
            $one | ConvertTo-Json -Depth $depth -WarningAction Ignore | Add-Content "$Into/objects.json"
            [System.Management.Automation.PSSerializer]::Serialize($one, $depth) | Add-Content "$Into/objects.clixml"
        }
        & {
            foreach ($one in $some) {
                # A virtual BMC itself has to know its secrets.
                if ($one -is [IpmiPS.IpmiSimulator]) { continue }
                $parts = if ($one -is [System.Management.Automation.ErrorRecord]) { $one.Exception, $one.TargetObject, @($one.InvocationInfo.BoundParameters.Values) } else { , $one }
                foreach ($part in $parts) {
                    if ($null -eq $part) { continue }
                    foreach ($leaf in [IpmiPS.Tests.Support.ObjectGraph]::Leaves($part.PSObject.BaseObject, 'IpmiPS.Simulator')) {
                        $value = if ($leaf.Value -is [byte[]]) { [System.Convert]::ToHexString($leaf.Value) } else { -join $leaf.Value }
                        "$($leaf.Key) $value"
                    }
                }
            }
        } | Add-Content "$Into/fields.txt"
    }
}

# Runs a part with all streams merged, shows it to the host and with it to the transcript, and keeps what came.
function Step {
    param([scriptblock] $Do)
    foreach ($command in $Do.Ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) { $null = $ran.Add($command.GetCommandName()) }
    $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
    $ErrorActionPreference = 'Continue'
    & { try { & $Do } catch { $_ } } *>&1 | Tee-Object -Variable seen | Out-Host
    $VerbosePreference = $DebugPreference = 'SilentlyContinue'
    $seen | Save-Object
}

$null = Start-Transcript -Path "$Folder/transcript.txt" -IncludeInvocationHeader
$ErrorActionPreference = 'Stop'

$key = Protect-Text $secrets.Kg
$wrong = Get-TestCredential 'root' $secrets.Wrong
$keyed = Open-Tapped $secrets.Password $secrets.Kg
$plain = Open-Tapped $secrets.Password
$straight = Open-Tapped $secrets.Short -With @{ CipherSuite = @(); AuthenticationType = 'straight' }
$digest = Open-Tapped $secrets.Short -With @{ CipherSuite = @(); AuthenticationType = 'md5', 'md2' }
$with = @{ ComputerName = $keyed.Name; Credential = $keyed.Credential; BmcKey = $key }
$silent = Open-SilentHost

foreach ($suite in 17, 3) {
    $with.CipherSuite = $suite
    Step { Get-IpmiPower @with -IncludeRestartCause; Get-IpmiSensor @with -Name Fan*; Get-IpmiSel @with -Newest 3; Get-IpmiSelInfo @with; Get-IpmiFru @with -Id 0; Get-IpmiDevice @with; Get-IpmiBootDevice @with }
    Step { Test-IpmiConnection @with; Test-IpmiConnection @with -SkipLogIn; Test-IpmiSecurity @with -IncludeDefaultCredential -Report "$Folder/report.html"; Invoke-IpmiSol @with -Send '' -Until 'login:' -TimeoutSeconds 5; Enter-IpmiSol @with }
}
$with.Remove('CipherSuite')
Step { Get-IpmiPower @with -Eager; Invoke-IpmiPower @with -Action Reset; Set-IpmiBootDevice @with -Device Pxe; Clear-IpmiSel @with -PassThru -Confirm:$false; Invoke-IpmiPower @with -Action Off -WhatIf; Clear-IpmiSel @with -WhatIf }

# Users, the log, devices: with a password that is given, and one that is wrong.
$given = Protect-Text $secrets.Short
Step { New-IpmiUser @with -Name ann -NewPassword $given -Privilege Operator -Force; Set-IpmiUser @with -Name ann -NewPassword $given -Force; Test-IpmiCredential @with; Test-IpmiCredential $keyed.Name -Credential $wrong -BmcKey $key; Disable-IpmiUser @with -Name ann -Force; Enable-IpmiUser @with -Name ann -Force; Remove-IpmiUser @with -Name ann -Force }
Step { Add-IpmiSelEntry @with -SensorType Memory -SensorNumber 83 -EventData 1; Remove-IpmiSelEntry @with -Id 1 -Force; Close-IpmiActiveSession @with -Handle 63 -Force; Reset-IpmiSensor @with -Name Fan1; Reset-IpmiWatchdog @with -Force; Stop-IpmiWatchdog @with -Confirm:$false; Stop-IpmiSol @with -Force; Restart-IpmiDevice @with -WhatIf }
# A community serves as a password. Nothing listens at the port of the last but one, and only Windows has the log of the last.
Step { Receive-IpmiAlert $keyed.Name -Address 127.0.0.1 -Port 0 -Community $given -Acknowledge -TimeoutSeconds 0.2; Get-IpmiSel @with -Newest 1 | Send-IpmiSyslog 127.0.0.1 -Port ((Get-DeadName) -split ':')[1]; Get-IpmiSel @with -Newest 1 | Write-IpmiEventLog }
# A community is a password, too.
Step { Set-IpmiAlert @with -Receiver 127.0.0.5 -On SelFull -Community $given; Get-IpmiAlert @with; Get-IpmiAlertDestination @with; Set-IpmiAlert @with -Community $given -WhatIf; Set-IpmiAlertDestination @with -Number 1 -Community $given -Retries 2; Set-IpmiAlertFilter @with -Number 1 -Severity Critical; Set-IpmiAlertPolicy @with -Number 1 -PolicyNumber 1; Set-IpmiAlert @with -Enabled $false -RemoveReceiver 127.0.0.5 }
Step { Register-IpmiEvent @with -SourceIdentifier secrets; Get-EventSubscriber secrets; Unregister-Event secrets }
# A configuration file, a journal, and a password for a user of the file.
Step { Get-IpmiSel @with | ConvertTo-IpmiSyslog; Get-IpmiSel @with | ConvertTo-IpmiCef; Get-IpmiSensor @with | Export-IpmiMetric "$Folder/bmc.prom" }
Step { Export-IpmiConfiguration @with -Path "$Folder/bmc.json" }
(Get-Content -Raw "$Folder/bmc.json") -replace '("5": \{\s+"Name": )""', '$1"ann"' | Set-Content "$Folder/ann.json"
Step { Compare-IpmiConfiguration @with -ReferencePath "$Folder/ann.json"; Set-IpmiConfiguration @with -Path "$Folder/ann.json" -NewUserCredential (Get-TestCredential 'ann' $secrets.Short) -Journal "$Folder/journal" -Force }
Step { Export-IpmiFru @with -Path "$Folder/fru.bin"; Import-IpmiFru @with -Path "$Folder/fru.bin" -BackupPath $Folder -Confirm:$false }

# The rest of the suites, and IPMI 1.5.
Step { foreach ($suite in 0..19) { Get-IpmiPower @with -CipherSuite $suite -AllowInsecure } }
Step { foreach ($old in $straight, $digest) { Get-IpmiDevice $old.Name -Credential $old.Credential -AllowInsecure -AllowClearTextPassword }; Get-IpmiPower $straight.Name -Credential $wrong -AllowInsecure -AllowClearTextPassword }

# What is refused.
Step { Get-IpmiPower $keyed.Name -Credential $wrong -BmcKey $key; Get-IpmiPower $keyed.Name -Credential $keyed.Credential; Get-IpmiPower $keyed.Name -Credential $keyed.Credential -BmcKey $wrong.Password; Test-IpmiConnection $keyed.Name -Credential $wrong }
Step { Get-IpmiPower $plain.Name -Credential (Get-TestCredential 'root' ($secrets.Password + 'xyz')); Get-IpmiPower $plain.Name -Credential $plain.Credential -BmcKey (Protect-Text ($secrets.KgHex + 'zz')); Get-IpmiPower $digest.Name -Credential $plain.Credential -AllowInsecure }
Step { Get-IpmiPower $silent.Name, (Get-DeadName) -Credential $keyed.Credential -BmcKey $key -TimeoutSeconds 0.3; Invoke-IpmiPower $silent.Name -Action Cycle -Credential $keyed.Credential -BmcKey $key -TimeoutSeconds 0.3 }

# Rows, good and bad, with passwords and keys as text.
$rows = @(
    [pscustomobject]@{ ComputerName = $keyed.Name; UserName = 'root'; Password = $secrets.Password; BmcKey = $secrets.Kg }
    [pscustomobject]@{ ComputerName = $keyed.Name; UserName = 'root'; Password = $secrets.Wrong; BmcKey = $secrets.Kg }
    [pscustomobject]@{ ComputerName = $keyed.Name; UserName = 'root'; Password = $secrets.Password; BmcKey = $secrets.KgHex }
    [pscustomobject]@{ ComputerName = $keyed.Name; UserName = 'root'; Password = $secrets.Password; BmcKey = "0x$($secrets.Kg)" }
    [pscustomobject]@{ ComputerName = 'a b'; UserName = 'root'; Password = $secrets.Password; BmcKey = $secrets.Kg }
    [pscustomobject]@{ ComputerName = $keyed.Name; Port = 'six'; UserName = 'root'; Password = $secrets.Password; BmcKey = $secrets.Kg }
    [pscustomobject]@{ ComputerName = $keyed.Name; UserName = 'root'; Password = $secrets.Password.ToCharArray(); BmcKey = $utf8.GetBytes($secrets.Kg) }
    [pscustomobject]@{ Rack = 7; UserName = 'root'; Password = $secrets.Password; BmcKey = $secrets.Kg }
    [pscustomobject]@{ ComputerName = ''; Password = $secrets.Password; BmcKey = $secrets.Kg }
)
Step { $rows | Get-IpmiDevice; $rows | Invoke-IpmiPower -Action Off -WhatIf; $rows[7, 8] | Clear-IpmiCache; $rows[7] | Invoke-IpmiPower -Action On; , $rows | Get-IpmiPower -Credential $wrong; Get-IpmiPower $rows[7] -Credential $wrong; Get-IpmiPower -ComputerName $rows -Credential $wrong }

# A vault.
function Get-Secret {
    param([string] $Name, [string] $Vault)
    switch ($Name) {
        'root' { $keyed.Credential }
        'wrong' { $secrets.Wrong }
        'kg' { $secrets.Kg }
        'bytes' { , $utf8.GetBytes($secrets.Kg) }
        'odd' { @{ Password = $secrets.Password } }
        { $_ -in $stored.Keys } { $stored[$_] }
        default { throw "There is no $Name in $Vault." }
    }
}
$stored = @{}
$rows = @(
    [pscustomobject]@{ ComputerName = $keyed.Name; Credential = 'root'; BmcKey = 'secret:kg'; Vault = 'racks' }
    [pscustomobject]@{ ComputerName = $keyed.Name; Credential = 'root'; BmcKey = 'secret:bytes'; Vault = '' }
    [pscustomobject]@{ ComputerName = $keyed.Name; Credential = 'wrong'; BmcKey = 'secret:kg'; UserName = 'root' }
    [pscustomobject]@{ ComputerName = $keyed.Name; Credential = 'wrong'; BmcKey = 'secret:kg' }
    [pscustomobject]@{ ComputerName = $keyed.Name; Credential = 'odd'; BmcKey = 'secret:odd' }
    [pscustomobject]@{ ComputerName = $keyed.Name; Credential = 'none'; BmcKey = 'secret:none'; Vault = 'racks' }
    [pscustomobject]@{ ComputerName = $keyed.Name; Credential = 'root'; BmcKey = 'secret:odd' }
)
Step { $rows | Get-IpmiPower; $rows[0] | New-IpmiSession | Remove-IpmiSession }

# Sessions: open, lent, copied, closed.
Step { New-IpmiSession @with -Name kept; New-IpmiSession $keyed.Name -Credential $wrong -BmcKey $key; Get-IpmiSession | Get-IpmiDevice; Get-IpmiSession; New-IpmiSession -Session (Get-IpmiSession -Name kept) -Name copied; Test-IpmiConnection -Session (Get-IpmiSession -Name kept) }
$kept = Get-IpmiSession -Name kept
Step { Remove-IpmiSession -Session $kept -WhatIf; Get-IpmiSession | Remove-IpmiSession; $kept; $kept | Get-IpmiPower; New-IpmiSession -Session $kept; Remove-IpmiSession -Name kept }

# A password that is set, by raw bytes; refused first, since the user is none that there is.
$bytes = [byte[]](0xBF, 2) + $utf8.GetBytes($secrets.New.PadRight(20, [char]0))
Step { Invoke-IpmiCommand @with App 0x47 -Data $bytes -WhatIf; Invoke-IpmiCommand @with App 0x47 -Data $bytes; Invoke-IpmiCommand @with App 0x56 -Data (1, 1, 0 + $utf8.GetBytes($secrets.New)); Invoke-IpmiCommand @with App 0x47 -Data $bytes -TargetAddress 0x2C; Invoke-IpmiCommand @with App 1 }
$bytes[0] = 0x85
Step { Invoke-IpmiCommand @with App 0x47 -Data $bytes }

# New passwords: set, refused, cut off, and in a vault. Not by way of a tap, which knows one password.
function Set-Secret { [CmdletBinding(SupportsShouldProcess)] param($Name, $Vault, $Secret) if ($PSCmdlet.ShouldProcess("$Vault/$Name")) { $null = $made.Add($Secret.GetNetworkCredential().Password); if ($Name -match $Vault) { throw "$Vault is shut." }; $stored[$Name] = $Secret } }
function Remove-Secret { [CmdletBinding(SupportsShouldProcess)] param($Name, $Vault) if ($PSCmdlet.ShouldProcess("$Vault/$Name")) { $stored.Remove($Name) } }
$new = Protect-Text $secrets.New
$own = @(Start-IpmiSimulator -Credential $plain.Credential) + @(Start-IpmiSimulator -Credential $plain.Credential -UnknownCommand '06/47')
Step { New-IpmiPassword; New-IpmiPassword -UserName root; $own | Update-IpmiPassword -NewPassword $new -Confirm:$false; $own | Update-IpmiPassword -NewPassword $new -WhatIf; $own | Update-IpmiPassword -NewPassword (Protect-Text ($secrets.New + $secrets.New)) -Confirm:$false }
$rows = @($own | ForEach-Object { [pscustomobject]@{ ComputerName = $_ | Get-Name; UserName = 'root'; Password = $secrets.New; NewPassword = $secrets.Short; PresentPassword = $secrets.Wrong; Account = '' } })
Step { $rows | Update-IpmiPassword -Confirm:$false; $rows | Update-IpmiPassword -Account user -Confirm:$false; $rows[0] | Update-IpmiPassword -DestinationVault . -Confirm:$false; Update-IpmiPassword $silent.Name -Credential $wrong -NewPassword $new -TimeoutSeconds 0.3 -Confirm:$false; Get-Variable IpmiPasswordUpdate -ValueOnly }

# Random ones: in no vault, in one that takes them, in one that is shut, in one that shuts in between.
$own += Start-IpmiSimulator -Credential $plain.Credential
Step { foreach ($vault in 'open', '.', 'user$') { $own[-1] | Update-IpmiPassword -Account user -DestinationVault $vault -Confirm:$false }; $own[-1] | Update-IpmiPassword -Account user -Length 20 -Confirm:$false | Select-Object -First 1; $own[-1] | Update-IpmiPassword -Confirm:$false }

# In a journal.
$own += Start-IpmiSimulator -Credential $plain.Credential
Step { $own[-1] | Update-IpmiPassword -Journal "$Folder/own.journal" -Confirm:$false; $own[-1] | Update-IpmiPassword -Journal "$Folder/own.journal" -Resume -Confirm:$false; Get-IpmiPasswordJournal "$Folder/own.journal" -Credential $plain.Credential; Get-IpmiPasswordJournal "$Folder/own.journal" -Credential $wrong; Get-IpmiPasswordJournal }

# Virtual BMCs, as objects and as a program.
Step { $rows | New-IpmiReport -Path (Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid()).html") | ForEach-Object { Get-Content $_ -Raw; Remove-Item $_ } }
Step { $rows | Start-IpmiDashboard -IntervalSeconds 5 -AllowPower | ForEach-Object { Start-Sleep -Seconds 1; (Invoke-WebRequest $_.Url -UseBasicParsing).Content; $_ | Stop-IpmiDashboard } }
Step { Get-IpmiSimulator; Start-IpmiSimulator -Credential $keyed.Credential -BmcKey $key -WhatIf; Start-IpmiSimulator -Credential (Get-TestCredential 'root' ($secrets.Password + 'xyz')); Start-IpmiSimulator -BmcKey (Protect-Text ($secrets.Kg + $secrets.Kg)) }
Step { [void][IpmiPS.Simulator.Program]::Main(@('--count', '1', '--password', 'told', '--bmc-key', $secrets.Kg, '--seconds', '0.1', '--csv', "$Folder/rack.csv")) }
$simulated = [IpmiPS.Simulator.SimulatorOptions]::new()
Step { "$simulated $(($simulated.Users))" }

# Through a job, and straight to the host, where nothing is redirected.
$there = Start-Job { Import-Module $using:ModuleUnderTest; $given = $using:with; Get-IpmiPower @given; Get-IpmiPower $given.ComputerName -Credential $using:wrong -BmcKey $given.BmcKey; Get-IpmiPower @given -Verbose -Debug }
Step { $there | Receive-Job -Wait -AutoRemoveJob }
& { $VerbosePreference = $DebugPreference = $ErrorActionPreference = 'Continue'; Get-IpmiPower @with; Get-IpmiPower $keyed.Name -Credential $wrong -BmcKey $key; $rows[1] | Get-IpmiPower } | Out-Host

# Every cmdlet that is not named above.
$sims = [pscustomobject]$with
foreach ($type in Get-ResultType) {
    if ($type.Get.Ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and -not $ran.Contains($args[0].GetCommandName()) }, $true)) { Step $type.Get }
}

Step { Clear-IpmiCache $plain.Name; Stop-IpmiSimulator -PassThru }
$Error | Export-Clixml "$Folder/errors.clixml"
$null = Stop-Transcript

# What is there is found: the same files of objects that do hold secrets.
$null = New-Item -ItemType Directory "$Folder-planted"
$keys = @($taps.Keys)
$deep = [System.InvalidOperationException]::new('outer', [System.ArgumentException]::new("inner $($secrets.Kg)"))
$deep.Data['key'] = $keys[0]
[pscustomobject]@{ Text = $secrets.Password; Key = [System.Convert]::ToBase64String($keys[1]); Bytes = $keys[2]; Hidden = [System.Tuple]::Create($utf8.GetBytes($secrets.Short)); Deep = $deep } | Save-Object -Into "$Folder-planted"
[System.Management.Automation.ErrorRecord]::new($deep, 'x', 'NotSpecified', $secrets.Wrong) | Save-Object -Into "$Folder-planted"
[System.Tuple]::Create($utf8.GetBytes($secrets.Short), $keys[0]) | Save-Object -Into "$Folder-planted"

$taps | ForEach-Object Dispose
@{
    Keys     = @($keys | ForEach-Object { [System.Convert]::ToHexString($_) })
    Made     = @($made | Where-Object { $_ -notin $secrets.PSObject.Properties.Value })
    Sessions = ($taps.SessionCount | Measure-Object -Sum).Sum
    Proven   = ($taps.ProvenCount | Measure-Object -Sum).Sum
    Ran      = @($ran)
    Counts   = @($counts.GetEnumerator() | ForEach-Object { @{ Type = $_.Key; Count = $_.Value } })
} | ConvertTo-Json | Set-Content $KeyFile
