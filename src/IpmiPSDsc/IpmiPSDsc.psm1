# DSC resources for BMCs, for dsc 3 and its PowerShell adapter, and for Windows PowerShell 5.1.
#
# All classes are in this file: the adapter reads its text to learn of them, and Windows PowerShell its syntax tree. Both follow base classes only
# within one file. Enumerations have Unspecified where another property would be null, because 5.1 has no nullable enumerations in a resource. The comment
# above a property is its description in the manifests (Update-Manifest.ps1).

$ErrorActionPreference = 'Stop'
# No resource has a user who could be asked. What would lock out the caller is still refused without AllowLockOut.
$ConfirmPreference = 'None'

enum IpmiEnsure {
    Present
    Absent
}

enum IpmiSessionPrivilege {
    Unspecified
    Callback
    User
    Operator
    Administrator
    Oem
}

enum IpmiUserPrivilege {
    Unspecified
    NoAccess
    Callback
    User
    Operator
    Administrator
    Oem
}

enum IpmiAddressSource {
    Unspecified
    Static
    Dhcp
    Bios
    Other
}

enum IpmiAddressFamily {
    Unspecified
    Ipv4Only
    Ipv6Only
    Both
}

enum IpmiBootTarget {
    Unspecified
    None
    Pxe
    Disk
    SafeDisk
    Diagnostic
    Cdrom
    Bios
    RemoteFloppy
    RemoteCdrom
    RemoteMedia
    RemoteDisk
    Floppy
}

enum IpmiMachineState {
    Unspecified
    On
    Off
}

enum IpmiShutdown {
    Soft
    Hard
    SoftThenHard
}

# Why a resource is not in the desired state.
class IpmiReason {
    # Resource and property, such as IpmiUser:IpmiUser:Privilege.
    [DscProperty()]
    [string] $Code

    # What it should be, and what it is.
    [DscProperty()]
    [string] $Phrase
}

# What all resources have in common: the BMC, and that they compare what is wanted with what the BMC has. A property that is not given, null, empty or
# Unspecified is not managed.
class IpmiResource {
    # The BMC: name, address, or host:port.
    [DscProperty(Key)]
    [string] $ComputerName

    # UDP port; 623 by default.
    [DscProperty()]
    [Nullable[int]] $Port

    # User and password of the log-in. Never returned.
    [DscProperty()]
    [PSCredential] $Credential

    # The BMC key Kg as the password of a credential, whose user name is ignored. Never returned.
    [DscProperty()]
    [PSCredential] $BmcKey

    # Cipher suite; 17, or 3 if the BMC does not support 17, by default.
    [DscProperty()]
    [Nullable[int]] $CipherSuite

    # Privilege of the session; the highest that the user has by default.
    [DscProperty()]
    [IpmiSessionPrivilege] $PrivilegeLevel

    # Allows weaker cipher suites and IPMI 1.5 if the BMC supports nothing better.
    [DscProperty()]
    [Nullable[bool]] $AllowInsecure

    # Seconds for each step at the BMC.
    [DscProperty()]
    [Nullable[double]] $TimeoutSeconds

    # Why the resource is not in the desired state.
    [DscProperty(NotConfigurable)]
    [IpmiReason[]] $Reasons

    # The properties that are compared, in their order.
    hidden [string[]] GetSettingName() { return @() }

    # The properties that tell one instance from another at the same BMC.
    hidden [string[]] GetIdentityName() { return @() }

    # Refuses values that no BMC can have, before anything is sent.
    hidden [void] Validate() { }

    # Reads what this instance describes.
    hidden [hashtable] Read([hashtable] $bmc) { throw 'Read is missing.' }

    # Reads every instance of the BMC.
    hidden [hashtable[]] ReadAll([hashtable] $bmc) { return @($this.Read($bmc)) }

    # Makes the BMC as wanted.
    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) { throw 'Change is missing.' }

    hidden [object] GetState() {
        $present = $this.ReadOnce()
        $state = $this.ToInstance($present)
        foreach ($name in $this.GetIdentityName()) { $state.$name = $this.$name }
        $state.Reasons = @(foreach ($difference in $this.Compare($present)) {
                [IpmiReason] @{ Code = '{0}:{0}:{1}' -f $this.GetType().Name, $difference.Name; Phrase = '{0} should be {1}, and is {2}.' -f $difference.Name, $difference.To, $difference.From }
            })
        return $state
    }

    hidden [bool] IsInDesiredState() {
        $differences = $this.Compare($this.ReadOnce())
        foreach ($difference in $differences) { Write-Verbose ('{0}: {1} should be {2}, and is {3}.' -f $this.ComputerName, $difference.Name, $difference.To, $difference.From) }
        return $differences.Count -eq 0
    }

    hidden [void] Enforce() {
        $this.Validate()
        $bmc = $this.Connect()
        try {
            $present = $this.Read($bmc)
            $differences = $this.Compare($present)
            foreach ($difference in $differences) { Write-Verbose ('{0}: {1} from {2} to {3}.' -f $this.ComputerName, $difference.Name, $difference.From, $difference.To) }
            if ($differences.Count -gt 0) { $this.Change($bmc, $differences, $present) }
        }
        catch { throw $this.Explain($_) }
        finally { $this.Disconnect($bmc) }
    }

    # The state after Set as JSON, and what Set would change as its _metadata.whatIf.
    hidden [string] Predict() {
        $present = $this.ReadOnce()
        $differences = $this.Compare($present)
        $state = [ordered]@{ ComputerName = $this.ComputerName }
        foreach ($name in $this.GetIdentityName()) { $state[$name] = $this.$name }
        if ($this.GetType().GetProperty('Ensure')) { $state.Ensure = "$($this.Ensure)" }
        foreach ($name in $this.GetSettingName()) {
            $value = $present[$name]
            if ($this.IsManaged($this.$name)) { $value = $this.$name }
            if ($value -is [enum]) { $value = "$value" }
            $state[$name] = $value
        }
        $state._metadata = @{ whatIf = @(foreach ($difference in $differences) { '{0}: {1} -> {2}' -f $difference.Name, $difference.From, $difference.To }) }
        return $state | ConvertTo-Json -Depth 5 -Compress
    }

    # The instances of the BMC that have what the filter says.
    hidden [object[]] Find() {
        if (-not $this.ComputerName) { throw [IpmiResource]::ExportText() }
        $this.Validate()
        $bmc = $this.Connect()
        try { return @(foreach ($present in $this.ReadAll($bmc)) { if ($this.Compare($present).Count -eq 0) { $this.ToInstance($present) } }) }
        catch { throw $this.Explain($_) }
        finally { $this.Disconnect($bmc) }
        return @()
    }

    hidden static [string] ExportText() {
        return 'A BMC is not found without its address: export needs a filter with ComputerName and Credential.'
    }

    # What differs from what is wanted: Name, From, To.
    hidden [object[]] Compare([hashtable] $present) {
        return @(foreach ($name in $this.GetSettingName()) {
                if ($this.IsManaged($this.$name)) { $this.CompareOne($name, $present[$name], $this.$name) }
            })
    }

    # The difference of one value, or nothing.
    hidden [object[]] CompareOne([string] $name, [object] $present, [object] $wanted) {
        $from = [IpmiResource]::ToText($present)
        $to = [IpmiResource]::ToText($wanted)
        if ($from -eq $to) { return @() }
        if ($null -eq $present) { $from = 'not reported' }
        return @([pscustomobject]@{ Name = $name; From = $from; To = $to })
    }

    hidden [bool] IsManaged([object] $value) {
        if ($value -is [array] -or $value -is [hashtable]) { return $value.Count -gt 0 }
        return "$value" -notin '', 'Unspecified'
    }

    # Values are compared as text: lists in any order, addresses however they are written.
    hidden static [string] ToText([object] $value) {
        if ($value -is [array]) { return (@($value | ForEach-Object { [IpmiResource]::ToText($_) }) | Sort-Object) -join ', ' }
        $text = [string] $value
        $address = [ipaddress]::Any
        $parts = $text -split '/', 2
        if ($parts[0] -match '[.:]' -and [ipaddress]::TryParse($parts[0], [ref] $address)) { $parts[0] = "$address" }
        return $parts -join '/'
    }

    hidden [object] ToInstance([hashtable] $present) {
        $type = $this.GetType()
        $instance = $type::new()
        foreach ($name in 'ComputerName', 'Port', 'CipherSuite', 'PrivilegeLevel', 'AllowInsecure', 'TimeoutSeconds') { $instance.$name = $this.$name }
        foreach ($name in $present.Keys) {
            $property = $type.GetProperty($name)
            if ($null -eq $property -or $null -eq $present[$name]) { continue }
            # A number that the enumeration does not have is as good as not reported.
            $value = if ($property.PropertyType.IsEnum) { "$($present[$name])" -as $property.PropertyType } else { $present[$name] }
            if ($null -ne $value) { $instance.$name = $value }
        }
        return $instance
    }

    hidden [hashtable] ReadOnce() {
        $this.Validate()
        $bmc = $this.Connect()
        try { return $this.Read($bmc) }
        catch { throw $this.Explain($_) }
        finally { $this.Disconnect($bmc) }
        return @{}
    }

    # Logs in. Returns what every cmdlet at the BMC is given.
    hidden [hashtable] Connect() {
        if ($this.ComputerName -match '\[[^]:]*\]') { throw "ComputerName '$($this.ComputerName)' is a range of BMCs. An instance is for one." }
        $login = @{ ComputerName = $this.ComputerName; ErrorAction = 'Stop' }
        foreach ($name in 'Port', 'Credential', 'CipherSuite', 'TimeoutSeconds') { if ($null -ne $this.$name) { $login[$name] = $this.$name } }
        if ($null -ne $this.BmcKey) { $login.BmcKey = $this.BmcKey.Password }
        if ($this.IsManaged($this.PrivilegeLevel)) { $login.PrivilegeLevel = "$($this.PrivilegeLevel)" }
        if ($this.AllowInsecure) { $login.AllowInsecure = $true }
        try { $bmc = @{ Session = IpmiPS\New-IpmiSession @login; ErrorAction = 'Stop' } }
        catch { throw $this.Explain($_) }
        if ($null -ne $this.TimeoutSeconds) { $bmc.TimeoutSeconds = $this.TimeoutSeconds }
        return $bmc
    }

    hidden [void] Disconnect([hashtable] $bmc) {
        IpmiPS\Remove-IpmiSession -Session $bmc.Session -ErrorAction Ignore
    }

    # The text of an error, with what to do: DSC shows nothing else.
    hidden [string] Explain([System.Management.Automation.ErrorRecord] $problem) {
        $text = $problem.Exception.Message
        $advice = if ($problem.ErrorDetails) { $problem.ErrorDetails.RecommendedAction }
        # Of a cmdlet that cannot ask: its parameters are not those of a resource.
        if ($advice -like '*-Confirm:*') { $advice = if ($this.PSObject.Properties['AllowLockOut']) { 'Set AllowLockOut to true if that is intended.' } else { 'Make this change once with the cmdlet, which asks.' } }
        if ($advice) { $text += " $advice" }
        if ($text -notlike "*$($this.ComputerName)*") { $text = "$($this.ComputerName): $text" }
        return $text
    }

    hidden [void] RequireMultiple([string] $name, [int] $step) {
        if ($null -ne $this.$name -and $this.$name % $step -ne 0) { throw "$name is $($this.$name), and a BMC keeps multiples of $step." }
    }
}

# A user of a BMC: that it exists or not, enabled, with its rights on channels, and its password.
[DscResource()]
class IpmiUser : IpmiResource {
    # Name of the user; case-sensitive. Empty for the user without a name, which UserId then identifies.
    [DscProperty(Key)]
    [string] $UserName

    # Entry in which the user is, 1 to 63. A new user gets a free entry by default.
    [DscProperty()]
    [Nullable[int]] $UserId

    # Whether the user is to exist.
    [DscProperty()]
    [IpmiEnsure] $Ensure = [IpmiEnsure]::Present

    # Whether the user is enabled, on all channels. A new user is by default.
    [DscProperty()]
    [Nullable[bool]] $Enabled

    # Channel of the five properties below, 1 to 14; that of the connection by default.
    [DscProperty()]
    [Nullable[int]] $Channel

    # Highest privilege on the channel. A new user gets User by default.
    [DscProperty()]
    [IpmiUserPrivilege] $Privilege

    # Whether the user may send IPMI messages over the channel, and so log in.
    [DscProperty()]
    [Nullable[bool]] $Messaging

    # Whether name and password are used for link authentication, such as that of PPP.
    [DscProperty()]
    [Nullable[bool]] $LinkAuthentication

    # Whether the user gets a session only when the BMC calls back.
    [DscProperty()]
    [Nullable[bool]] $CallbackOnly

    # Payloads that the user may activate, such as Sol; all others are forbidden. None for none.
    [DscProperty()]
    [string[]] $Payloads

    # Highest privilege on other channels: channel and privilege, such as 2 = NoAccess.
    [DscProperty()]
    [hashtable] $ChannelPrivilege

    # Password as that of a credential, whose user name is ignored. Needed for a new user; that of an existing one is set only with VerifyPassword. Never returned.
    [DscProperty()]
    [PSCredential] $Password

    # Has the BMC compare the password, and sets it if it is another one.
    [DscProperty()]
    [Nullable[bool]] $VerifyPassword

    # Sends the password also over a session that is not encrypted with cipher suite 17 or 3.
    [DscProperty()]
    [Nullable[bool]] $AllowUnprotectedPassword

    # Allows a change that ends the access of the user that logs in.
    [DscProperty()]
    [Nullable[bool]] $AllowLockOut

    [IpmiUser] Get() { return $this.GetState() }

    [bool] Test() { return $this.IsInDesiredState() }

    [void] Set() { $this.Enforce() }

    [string] WhatIf() { return $this.Predict() }

    static [IpmiUser[]] Export() { throw [IpmiResource]::ExportText() }

    static [IpmiUser[]] Export([IpmiUser] $filter) { return $filter.Find() }

    hidden [string[]] GetSettingName() {
        if ($this.Ensure -eq [IpmiEnsure]::Absent) { return @() }
        return 'UserId', 'Enabled', 'Privilege', 'Messaging', 'LinkAuthentication', 'CallbackOnly', 'Payloads'
    }

    hidden [string[]] GetIdentityName() { return 'UserName', 'Channel' }

    hidden [void] Validate() {
        foreach ($key in $this.ChannelPrivilege.Keys) {
            if ("$key" -notin 1..14) { throw "ChannelPrivilege has the channel '$key'. Channels are 1 to 14." }
            if ($null -eq ("$($this.ChannelPrivilege[$key])" -as [IpmiUserPrivilege])) { throw "ChannelPrivilege has the privilege '$($this.ChannelPrivilege[$key])'. Privileges are NoAccess, Callback, User, Operator, Administrator and Oem." }
        }
    }

    hidden [hashtable] Read([hashtable] $bmc) {
        if (-not $this.UserName -and $null -eq $this.UserId) { throw 'A user without a name is found by its entry: UserId is missing.' }
        $found = $this.ReadRows($bmc) | Where-Object { $this.IsWanted($_) } | Select-Object -First 1
        if (-not $found) { return @{ Ensure = 'Absent' } }
        $present = $this.FromRow($found)
        if ($this.ChannelPrivilege.Count -gt 0) {
            $others = IpmiPS\Get-IpmiUser @bmc -Id $found.Id -Channel @($this.ChannelPrivilege.Keys | ForEach-Object { [int] "$_" })
            $present.ChannelPrivilege = @{}
            foreach ($other in $others) { $present.ChannelPrivilege["$($other.Channel)"] = "$($other.Privilege)" }
        }
        if ($this.Password -and $this.VerifyPassword -and $this.Ensure -eq [IpmiEnsure]::Present) { $present.IsPasswordRight = $this.ComparePassword($bmc) }
        return $present
    }

    hidden [hashtable[]] ReadAll([hashtable] $bmc) {
        return @($this.ReadRows($bmc) | Where-Object { -not $_.IsFree -and (-not $this.UserName -or $_.Name -like $this.UserName) } | ForEach-Object { $this.FromRow($_) })
    }

    hidden [object[]] ReadRows([hashtable] $bmc) {
        $rights = @{}
        if ($null -ne $this.Channel) { $rights.Channel = $this.Channel }
        return @(IpmiPS\Get-IpmiUser @bmc -All @rights)
    }

    hidden [bool] IsWanted([object] $row) {
        if (-not $this.UserName) { return $row.Id -eq $this.UserId -and -not $row.Name }
        return $row.Name -ceq $this.UserName
    }

    hidden [hashtable] FromRow([object] $row) {
        return @{
            UserName           = $row.Name
            UserId             = $row.Id
            Ensure             = 'Present'
            Enabled            = $row.Enabled
            Channel            = $row.Channel
            Privilege          = $row.Privilege
            Messaging          = $row.Messaging
            LinkAuthentication = $row.LinkAuthentication
            CallbackOnly       = $row.CallbackOnly
            Payloads           = $(if ($null -ne $row.Payloads) { , @("$($row.Payloads)" -split ', ') })
        }
    }

    hidden [bool] ComparePassword([hashtable] $bmc) {
        $test = IpmiPS\Test-IpmiCredential @bmc -UserCredential ([pscredential]::new($this.UserName, $this.Password.Password)) -AllowUnprotectedPassword:([bool] $this.AllowUnprotectedPassword)
        if ($null -eq $test.Valid) { throw "The BMC cannot compare the password of '$($this.UserName)': $($test.Reason) Without VerifyPassword it is not compared." }
        return $test.Valid
    }

    hidden [object[]] Compare([hashtable] $present) {
        $ensures = $this.CompareOne('Ensure', $present.Ensure, $this.Ensure)
        if ($ensures.Count -gt 0 -or $this.Ensure -eq [IpmiEnsure]::Absent) { return $ensures }
        return @(
            ([IpmiResource] $this).Compare($present)
            if ($present.ContainsKey('ChannelPrivilege')) {
                foreach ($key in $this.ChannelPrivilege.Keys | Sort-Object { [int] "$_" }) { $this.CompareOne("ChannelPrivilege.$key", $present.ChannelPrivilege["$key"], $this.ChannelPrivilege[$key]) }
            }
            if ($present.IsPasswordRight -eq $false) { [pscustomobject]@{ Name = 'Password'; From = 'another one'; To = 'the given one' } }
        )
    }

    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) {
        $force = [bool] $this.AllowLockOut
        if ($this.Ensure -eq [IpmiEnsure]::Absent) {
            IpmiPS\Remove-IpmiUser @bmc -Id $present.UserId -Name $this.UserName -Force:$force
            return
        }
        if ($present.Ensure -eq 'Absent') {
            $this.Create($bmc)
            $present = $this.Read($bmc)
            $differences = $this.Compare($present)
        }
        $changed = @($differences | ForEach-Object Name)
        if ($changed -contains 'UserId') { throw "'$($this.UserName)' is user $($present.UserId), and not $($this.UserId). Remove it there first." }
        $settings = @{}
        foreach ($name in 'Enabled', 'Privilege', 'Messaging', 'LinkAuthentication', 'CallbackOnly', 'Payloads') { if ($changed -contains $name) { $settings[$name] = $this.ToParameter($name) } }
        if ($changed -contains 'Password') { $settings += $this.GetPassword() }
        if ($settings.Count -gt 0) {
            if ($null -ne $this.Channel) { $settings.Channel = $this.Channel }
            IpmiPS\Set-IpmiUser @bmc -Id $present.UserId -Name $this.UserName @settings -Force:$force
        }
        foreach ($key in $this.ChannelPrivilege.Keys) {
            if ($changed -contains "ChannelPrivilege.$key") { IpmiPS\Set-IpmiUser @bmc -Id $present.UserId -Name $this.UserName -Channel $key -Privilege "$($this.ChannelPrivilege[$key])" -Force:$force }
        }
    }

    # A new user, with what its creation can set.
    hidden [void] Create([hashtable] $bmc) {
        if (-not $this.UserName) { throw "User $($this.UserId) has a name. A user without a name cannot be created." }
        if (-not $this.Password) { throw "There is no user '$($this.UserName)', and a new one needs a password: Password is missing." }
        $settings = $this.GetPassword()
        foreach ($name in 'Privilege', 'Payloads') { if ($this.IsManaged($this.$name)) { $settings[$name] = $this.ToParameter($name) } }
        if ($null -ne $this.Channel) { $settings.Channel = $this.Channel }
        $isDisabled = $this.Enabled -eq $false
        if ($null -eq $this.UserId) {
            IpmiPS\New-IpmiUser @bmc -Name $this.UserName @settings -Disabled:$isDisabled
            return
        }
        $entry = IpmiPS\Get-IpmiUser @bmc -Id $this.UserId
        if (-not $entry.IsFree) { throw "User $($this.UserId) is '$($entry.Name)', and not free for '$($this.UserName)'. Remove that user first." }
        if (-not $settings.ContainsKey('Privilege')) { $settings.Privilege = 'User' }
        IpmiPS\Set-IpmiUser @bmc -Id $this.UserId -NewName $this.UserName @settings -Messaging ($this.Messaging -ne $false) -Enabled (-not $isDisabled)
    }

    hidden [hashtable] GetPassword() {
        $settings = @{ NewPassword = $this.Password.Password }
        if ($this.AllowUnprotectedPassword) { $settings.AllowUnprotectedPassword = $true }
        return $settings
    }

    # Cmdlets take the names of enumerations, and several as one text.
    hidden [object] ToParameter([string] $name) {
        if ($this.$name -is [bool]) { return $this.$name }
        return $this.$name -join ', '
    }
}

# The network settings of a LAN channel.
[DscResource()]
class IpmiNetwork : IpmiResource {
    # LAN channel, 1 to 11; 14 for the one of the connection.
    [DscProperty(Key)]
    [int] $Channel = 14

    # Where the IPv4 address comes from. With another one than Static, address, mask and gateway are not managed.
    [DscProperty()]
    [IpmiAddressSource] $AddressSource

    # IPv4 address.
    [DscProperty()]
    [string] $IPv4Address

    # IPv4 subnet mask.
    [DscProperty()]
    [string] $SubnetMask

    # IPv4 address of the default gateway; 0.0.0.0 for none.
    [DscProperty()]
    [string] $DefaultGateway

    # IPv4 address of the backup gateway; 0.0.0.0 for none.
    [DscProperty()]
    [string] $BackupGateway

    # VLAN, 1 to 4094; 0 for packets without a tag.
    [DscProperty()]
    [Nullable[int]] $VlanId

    # Priority in the VLAN tag, 0 to 7.
    [DscProperty()]
    [Nullable[int]] $VlanPriority

    # Whether the BMC itself responds to ARP requests.
    [DscProperty()]
    [Nullable[bool]] $ArpResponses

    # Whether the BMC announces its address by gratuitous ARPs.
    [DscProperty()]
    [Nullable[bool]] $GratuitousArp

    # UDP port of IPMI.
    [DscProperty()]
    [Nullable[int]] $RmcpPort

    # Bad passwords in a row after which a user is disabled; 0 for never.
    [DscProperty()]
    [Nullable[int]] $BadPasswordThreshold

    # Whether disabling a user is recorded as an event.
    [DscProperty()]
    [Nullable[bool]] $BadPasswordEvent

    # Seconds after which the count of bad passwords starts again, in steps of 10; 0 for never.
    [DscProperty()]
    [Nullable[int]] $BadPasswordResetInterval

    # Seconds after which a disabled user is enabled again, in steps of 10; 0 until an administrator does so.
    [DscProperty()]
    [Nullable[int]] $LockOutInterval

    # Which of IPv4 and IPv6 are enabled.
    [DscProperty()]
    [IpmiAddressFamily] $IPVersion

    # All static IPv6 addresses with their prefix lengths, such as 2001:db8::5/64; None for none.
    [DscProperty()]
    [string[]] $IPv6StaticAddress

    # Allows a change of address, gateway, VLAN or port, after which the BMC may not be reachable at ComputerName.
    [DscProperty()]
    [Nullable[bool]] $AllowLockOut

    [IpmiNetwork] Get() { return $this.GetState() }

    [bool] Test() { return $this.IsInDesiredState() }

    [void] Set() { $this.Enforce() }

    [string] WhatIf() { return $this.Predict() }

    static [IpmiNetwork[]] Export() { throw [IpmiResource]::ExportText() }

    static [IpmiNetwork[]] Export([IpmiNetwork] $filter) { return $filter.Find() }

    hidden [string[]] GetSettingName() {
        $names = 'AddressSource', 'IPv4Address', 'SubnetMask', 'DefaultGateway', 'BackupGateway', 'VlanId', 'VlanPriority', 'ArpResponses', 'GratuitousArp', 'RmcpPort', 'BadPasswordThreshold',
        'BadPasswordEvent', 'BadPasswordResetInterval', 'LockOutInterval', 'IPVersion', 'IPv6StaticAddress'
        # They are then what a server or the BIOS gave.
        if ("$($this.AddressSource)" -notin 'Unspecified', 'Static') { $names = $names -notmatch '^(IPv4Address|SubnetMask|DefaultGateway)$' }
        return $names
    }

    hidden [string[]] GetIdentityName() { return 'Channel' }

    hidden [void] Validate() {
        $this.RequireMultiple('BadPasswordResetInterval', 10)
        $this.RequireMultiple('LockOutInterval', 10)
    }

    hidden [hashtable] Read([hashtable] $bmc) {
        $number = if ($this.Channel -ne 14) { $this.Channel } else { (IpmiPS\Get-IpmiChannel @bmc -Channel 14).Channel }
        return $this.FromRow((IpmiPS\Get-IpmiNetwork @bmc -Channel $number))
    }

    hidden [hashtable[]] ReadAll([hashtable] $bmc) {
        if ($this.Channel -ne 14) { return @($this.Read($bmc)) }
        return @(IpmiPS\Get-IpmiNetwork @bmc | ForEach-Object { $this.FromRow($_) })
    }

    hidden [hashtable] FromRow([object] $row) {
        $values = @{ Channel = $row.Channel }
        foreach ($name in ([IpmiNetwork]::new()).GetSettingName()) { $values[$name] = $row.$name }
        if ($null -ne $values.IPv6StaticAddress) { $values.IPv6StaticAddress = @($values.IPv6StaticAddress -split ' ') }
        return $values
    }

    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) {
        $moving = @($differences | ForEach-Object Name | Where-Object { $_ -in 'AddressSource', 'IPv4Address', 'SubnetMask', 'DefaultGateway', 'BackupGateway', 'VlanId', 'RmcpPort', 'IPVersion', 'IPv6StaticAddress' })
        if ($moving -and -not $this.AllowLockOut) { throw "After a change of $($moving -join ', ') the BMC may not be reachable at '$($this.ComputerName)'. Nothing was changed. Set AllowLockOut to true if that is intended." }
        $settings = @{}
        foreach ($name in $this.GetSettingName()) {
            if ($this.IsManaged($this.$name)) { $settings[$name] = if ($this.$name -is [enum]) { "$($this.$name)" } else { $this.$name } }
        }
        if ($this.Channel -ne 14) { $settings.Channel = $this.Channel }
        IpmiPS\Set-IpmiNetwork @bmc @settings -Force -Wait
    }
}

# The device that a server boots from permanently.
[DscResource()]
class IpmiBootOrder : IpmiResource {
    # The device for all boots; None for the order that the firmware has.
    [DscProperty()]
    [IpmiBootTarget] $Device

    # Whether it is booted in UEFI mode, rather than in legacy mode.
    [DscProperty()]
    [Nullable[bool]] $Uefi

    [IpmiBootOrder] Get() { return $this.GetState() }

    [bool] Test() { return $this.IsInDesiredState() }

    [void] Set() { $this.Enforce() }

    [string] WhatIf() { return $this.Predict() }

    static [IpmiBootOrder[]] Export() { throw [IpmiResource]::ExportText() }

    static [IpmiBootOrder[]] Export([IpmiBootOrder] $filter) { return $filter.Find() }

    hidden [string[]] GetSettingName() { if ($this.Device -eq [IpmiBootTarget]::None) { return 'Device' } else { return 'Device', 'Uefi' } }

    hidden [hashtable] Read([hashtable] $bmc) {
        $row = IpmiPS\Get-IpmiBootDevice @bmc
        # A device for the next boot only does not count as one for all boots.
        if (-not $row.Valid -or -not $row.Persistent) { return @{ Device = 'None' } }
        return @{ Device = "$($row.Device)"; Uefi = $row.Uefi }
    }

    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) {
        $target = if ($this.IsManaged($this.Device)) { "$($this.Device)" } else { $present.Device }
        if ($target -eq 'None' -and $null -ne $this.Uefi -and -not $this.IsManaged($this.Device)) { throw 'Uefi is a property of a boot device, and the server has none: Device is missing.' }
        $isUefi = if ($null -ne $this.Uefi) { $this.Uefi } else { [bool] $present.Uefi }
        IpmiPS\Set-IpmiBootDevice @bmc -Device $target -Persistent:($target -ne 'None') -Uefi:($isUefi -and $target -ne 'None')
    }
}

# Whether a server is on or off.
[DscResource()]
class IpmiPowerState : IpmiResource {
    # On or Off.
    [DscProperty()]
    [IpmiMachineState] $State

    # How it is turned off: Soft by its operating system, Hard without it, SoftThenHard without it if the operating system has not done so in time.
    [DscProperty()]
    [IpmiShutdown] $Shutdown = [IpmiShutdown]::Soft

    # Seconds that the operating system has for Soft and SoftThenHard; 300 by default.
    [DscProperty()]
    [Nullable[double]] $ShutdownSeconds

    [IpmiPowerState] Get() { return $this.GetState() }

    [bool] Test() { return $this.IsInDesiredState() }

    [void] Set() { $this.Enforce() }

    [string] WhatIf() { return $this.Predict() }

    static [IpmiPowerState[]] Export() { throw [IpmiResource]::ExportText() }

    static [IpmiPowerState[]] Export([IpmiPowerState] $filter) { return $filter.Find() }

    hidden [string[]] GetSettingName() { return 'State' }

    hidden [hashtable] Read([hashtable] $bmc) { return @{ State = (IpmiPS\Get-IpmiPower @bmc).State } }

    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) {
        if ($this.State -eq [IpmiMachineState]::On -or $this.Shutdown -eq [IpmiShutdown]::Hard) {
            IpmiPS\Invoke-IpmiPower @bmc -Action "$($this.State)" -Wait
            return
        }
        $soft = $bmc.Clone()
        if ($null -ne $this.ShutdownSeconds) { $soft.TimeoutSeconds = $this.ShutdownSeconds }
        try { IpmiPS\Invoke-IpmiPower @soft -Action Soft -Wait }
        catch {
            if ($this.Shutdown -ne [IpmiShutdown]::SoftThenHard -or $_.FullyQualifiedErrorId -notmatch '^Ipmi(OutcomeUnknown|Timeout|CommandNotSupported|CommandFailed)\b') { throw }
            Write-Verbose ('{0}: {1} The server is turned off without its operating system.' -f $this.ComputerName, $_.Exception.Message)
            IpmiPS\Invoke-IpmiPower @bmc -Action Off -Wait
        }
    }
}

# Serial over LAN on a channel.
[DscResource()]
class IpmiSol : IpmiResource {
    # Channel, 1 to 11; 14 for the one of the connection.
    [DscProperty(Key)]
    [int] $Channel = 14

    # Whether the console can be opened.
    [DscProperty()]
    [Nullable[bool]] $Enabled

    # Whether the console is always encrypted.
    [DscProperty()]
    [Nullable[bool]] $ForceEncryption

    # Whether the console is always authenticated.
    [DscProperty()]
    [Nullable[bool]] $ForceAuthentication

    # The lowest privilege that may open the console: User, Operator, Administrator or Oem.
    [DscProperty()]
    [IpmiSessionPrivilege] $Privilege

    # How long the BMC gathers characters before it sends them, 5 to 1275 ms, in steps of 5.
    [DscProperty()]
    [Nullable[int]] $AccumulateInterval

    # Number of characters that are sent at once, 0 to 255.
    [DscProperty()]
    [Nullable[int]] $SendThreshold

    # How often the BMC repeats a packet, 0 to 7.
    [DscProperty()]
    [Nullable[int]] $PacketRetryCount

    # Time between repetitions, 0 to 2550 ms, in steps of 10.
    [DscProperty()]
    [Nullable[int]] $PacketRetryInterval

    # The bit rate that is stored: 9600, 19200, 38400, 57600 or 115200, or SerialChannel for that of the serial port.
    [DscProperty()]
    [string] $BitRate

    # The bit rate until the BMC restarts, as for BitRate.
    [DscProperty()]
    [string] $VolatileBitRate

    # UDP port; many BMCs do not let it be changed.
    [DscProperty()]
    [Nullable[int]] $PayloadPort

    [IpmiSol] Get() { return $this.GetState() }

    [bool] Test() { return $this.IsInDesiredState() }

    [void] Set() { $this.Enforce() }

    [string] WhatIf() { return $this.Predict() }

    static [IpmiSol[]] Export() { throw [IpmiResource]::ExportText() }

    static [IpmiSol[]] Export([IpmiSol] $filter) { return $filter.Find() }

    hidden [string[]] GetSettingName() {
        return 'Enabled', 'ForceEncryption', 'ForceAuthentication', 'Privilege', 'AccumulateInterval', 'SendThreshold', 'PacketRetryCount', 'PacketRetryInterval', 'BitRate', 'VolatileBitRate', 'PayloadPort'
    }

    hidden [string[]] GetIdentityName() { return 'Channel' }

    hidden [void] Validate() {
        $this.RequireMultiple('AccumulateInterval', 5)
        $this.RequireMultiple('PacketRetryInterval', 10)
    }

    hidden [hashtable] Read([hashtable] $bmc) {
        $row = IpmiPS\Get-IpmiSolConfiguration @bmc -Channel $this.Channel
        $values = @{ Channel = $this.Channel }
        foreach ($name in $this.GetSettingName()) { $values[$name] = $row.$name }
        foreach ($name in 'BitRate', 'VolatileBitRate') { if ($null -ne $row.$name) { $values[$name] = "$($row.$name)" -replace '^Bps' } }
        return $values
    }

    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) {
        $settings = @{ Channel = $this.Channel }
        foreach ($name in $differences | ForEach-Object Name) { $settings[$name] = if ($this.$name -is [enum]) { "$($this.$name)" } else { $this.$name } }
        IpmiPS\Set-IpmiSolConfiguration @bmc @settings
    }
}

# The alerts of a BMC: which events are sent as SNMP traps to which receivers.
[DscResource()]
class IpmiAlert : IpmiResource {
    # All addresses that get the alerts; None for none.
    [DscProperty()]
    [string[]] $Receiver

    # All groups of events for which alerts are sent, such as AnyFault and ChassisIntrusion; None for none. Filters that belong to no group are not managed.
    [DscProperty()]
    [string[]] $On

    # Whether alerts are sent: platform event filtering, its action Alert, and alerting on the channels of the receivers.
    [DscProperty()]
    [Nullable[bool]] $Enabled

    # Whether the BMC waits for the acknowledgements of all receivers.
    [DscProperty()]
    [Nullable[bool]] $Acknowledged

    # SNMP community as the password of a credential, whose user name is ignored: that of the channel of the connection. Never returned.
    [DscProperty()]
    [PSCredential] $Community

    # Whether actions are logged as events.
    [DscProperty()]
    [Nullable[bool]] $EventMessages

    # Seconds that platform event filtering waits after power-up and reset, 0 to 255; 0 for no delay.
    [DscProperty()]
    [Nullable[int]] $StartupDelay

    # Seconds that alerts wait after power-up and reset, 0 to 255; 0 for no delay.
    [DscProperty()]
    [Nullable[int]] $AlertStartupDelay

    # The GUID that traps have, 16 bytes as hexadecimal text; None for that of the system.
    [DscProperty()]
    [string] $SystemGuid

    [IpmiAlert] Get() { return $this.GetState() }

    [bool] Test() { return $this.IsInDesiredState() }

    [void] Set() { $this.Enforce() }

    [string] WhatIf() { return $this.Predict() }

    static [IpmiAlert[]] Export() { throw [IpmiResource]::ExportText() }

    static [IpmiAlert[]] Export([IpmiAlert] $filter) { return $filter.Find() }

    hidden [string[]] GetSettingName() { return 'Receiver', 'On', 'Enabled', 'Acknowledged', 'EventMessages', 'StartupDelay', 'AlertStartupDelay', 'SystemGuid' }

    hidden [void] Validate() {
        foreach ($address in $this.Receiver) {
            $parsed = $null
            if ($address -ne 'None' -and -not ($address -match '[.:]' -and [ipaddress]::TryParse($address, [ref] $parsed))) { throw "Receiver has '$address', which is not an address. A BMC does not look names up." }
        }
        if ($this.On.Count -gt 0) { $null = [IpmiAlert]::ToEvents($this.On) }
    }

    # Groups of events, with those that they include.
    hidden static [string] ToEvents([string[]] $names) {
        $events = ($names -join ', ') -as ('IpmiPS.AlertEvents' -as [type])
        if ($null -eq $events) { throw "On has '$($names -join ', ')'. Groups of events are $([enum]::GetNames('IpmiPS.AlertEvents' -as [type]) -join ', ')." }
        if ($events.HasFlag($events.GetType()::CriticalThreshold)) { $events = $events -bor 'CriticalTemperature, CriticalVoltage, Fan' }
        return "$events"
    }

    hidden [hashtable] Read([hashtable] $bmc) {
        $setup = IpmiPS\Get-IpmiAlert @bmc
        if (-not $setup.IsSupported) { throw "$($setup.Notes)" }
        $off = @($setup.Channels | Where-Object { $_.Channel -in $setup.Routes.Channel -and $false -in $_.ActiveAlerting, $_.StoredAlerting })
        $values = @{ Receiver = @($setup.Receiver -split ' ' -ne ''); Enabled = $setup.Enabled -and "$($setup.EnabledActions)" -match '\bAlert\b' -and $off.Count -eq 0 }
        if ($values.Receiver.Count -eq 0) { $values.Receiver = @('None') }
        if ($null -ne $setup.On) { $values.On = @("$($setup.On)" -split ', ') }
        $answers = @(($setup.Routes | Where-Object Receiver).Acknowledged | Select-Object -Unique)
        if ($answers.Count -eq 1) { $values.Acknowledged = $answers[0] }
        foreach ($name in 'EventMessages', 'StartupDelay', 'AlertStartupDelay', 'SystemGuid') { $values[$name] = $setup.$name }
        if ($this.Community) { $values.IsCommunityRight = $this.CompareCommunity($bmc) }
        return $values
    }

    hidden [bool] CompareCommunity([hashtable] $bmc) {
        $own = (IpmiPS\Get-IpmiChannel @bmc -Channel 14).Channel
        return (IpmiPS\Get-IpmiNetwork @bmc -Channel $own -IncludeCommunity).Community -ceq $this.Community.GetNetworkCredential().Password
    }

    hidden [object[]] Compare([hashtable] $present) {
        $differences = ([IpmiResource] $this).Compare($present)
        if ($present.IsCommunityRight -eq $false) { $differences += [pscustomobject]@{ Name = 'Community'; From = 'another one'; To = 'the given one' } }
        return $differences
    }

    hidden [object[]] CompareOne([string] $name, [object] $present, [object] $wanted) {
        if ($name -eq 'On' -and $null -ne $present) { return ([IpmiResource] $this).CompareOne($name, [IpmiAlert]::ToEvents($present), [IpmiAlert]::ToEvents($wanted)) }
        if ($name -eq 'SystemGuid') { $wanted = $wanted -replace '-' }
        return ([IpmiResource] $this).CompareOne($name, $present, $wanted)
    }

    # What is wanted is given whole: receivers and events switch alerts on if Enabled does not say otherwise.
    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) {
        $settings = @{}
        foreach ($name in 'On', 'Enabled', 'Acknowledged', 'EventMessages', 'StartupDelay', 'AlertStartupDelay', 'SystemGuid') { if ($this.IsManaged($this.$name)) { $settings[$name] = $this.$name } }
        if ($this.IsManaged($this.Receiver)) {
            $wanted = @($this.Receiver -ne 'None')
            $others = @($present.Receiver | Where-Object { $_ -ne 'None' -and [IpmiResource]::ToText($_) -notin @($wanted | ForEach-Object { [IpmiResource]::ToText($_) }) })
            if ($wanted.Count -gt 0) { $settings.Receiver = $wanted }
            if ($others.Count -gt 0) { $settings.RemoveReceiver = $others }
        }
        if ($this.Community) { $settings.Community = $this.Community.Password }
        $null = IpmiPS\Set-IpmiAlert @bmc @settings
    }
}

# The settings of a configuration, as Export-IpmiConfiguration writes it, or of some of its sections.
[DscResource()]
class IpmiConfiguration : IpmiResource {
    # The file, with its full path; empty if Content has the settings.
    [DscProperty(Key)]
    [string] $Path

    # The settings as JSON text, in place of a file. Export returns those of the BMC.
    [DscProperty()]
    [string] $Content

    # Sections, such as Network, Users or Pef; all that the configuration has by default. Wildcards are permitted.
    [DscProperty()]
    [string[]] $Section

    # Leaves out what is of one BMC alone, such as addresses, names and asset tag.
    [DscProperty()]
    [Nullable[bool]] $ExcludeIdentity

    # Allows changes after which the user that logs in, or anyone at ComputerName, may not reach the BMC.
    [DscProperty()]
    [Nullable[bool]] $AllowLockOut

    [IpmiConfiguration] Get() { return $this.GetState() }

    [bool] Test() { return $this.IsInDesiredState() }

    [void] Set() { $this.Enforce() }

    [string] WhatIf() { return $this.Predict() }

    static [IpmiConfiguration[]] Export() { throw [IpmiResource]::ExportText() }

    static [IpmiConfiguration[]] Export([IpmiConfiguration] $filter) { return $filter.Find() }

    hidden [string[]] GetIdentityName() { return 'Path', 'Section', 'ExcludeIdentity' }

    hidden [void] Validate() {
        # DSC works in a folder of its own.
        if ($this.Path -and -not [System.IO.Path]::IsPathRooted($this.Path)) { throw "The path '$($this.Path)' is not a full one." }
    }

    hidden [hashtable] Read([hashtable] $bmc) {
        $file = $this.GetFile()
        $parts = $this.GetParts()
        try { return @{ Differences = @(IpmiPS\Compare-IpmiConfiguration @bmc @parts -ReferencePath $file) } }
        finally { $this.RemoveFile($file) }
        return @{}
    }

    hidden [hashtable[]] ReadAll([hashtable] $bmc) {
        $file = [IpmiConfiguration]::NewFile()
        $parts = $this.GetParts()
        try {
            $null = IpmiPS\Export-IpmiConfiguration @bmc @parts -Path $file
            return @{ Path = ''; Content = [System.IO.File]::ReadAllText($file); Section = $this.Section; ExcludeIdentity = $this.ExcludeIdentity }
        }
        finally { [System.IO.File]::Delete($file) }
        return @()
    }

    hidden [object[]] Compare([hashtable] $present) {
        return @(foreach ($difference in $present.Differences) {
                $from = $difference.Right
                if ($null -eq $from) { $from = 'not there' }
                $to = $difference.Left
                if ($null -eq $to) { $to = 'not there' }
                [pscustomobject]@{ Name = $difference.Path; From = $from; To = $to }
            })
    }

    hidden [void] Change([hashtable] $bmc, [object[]] $differences, [hashtable] $present) {
        $file = $this.GetFile()
        $parts = $this.GetParts()
        try { $null = IpmiPS\Set-IpmiConfiguration @bmc @parts -Path $file -Force:([bool] $this.AllowLockOut) }
        finally { $this.RemoveFile($file) }
    }

    hidden [hashtable] GetParts() {
        $parts = @{}
        if ($this.Section.Count -gt 0) { $parts.Section = $this.Section }
        if ($this.ExcludeIdentity) { $parts.ExcludeIdentity = $true }
        return $parts
    }

    hidden [string] GetFile() {
        if ([bool] $this.Path -eq [bool] $this.Content) { throw 'One of Path and Content has the settings.' }
        if ($this.Path) { return $this.Path }
        $file = [IpmiConfiguration]::NewFile()
        [System.IO.File]::WriteAllText($file, $this.Content)
        return $file
    }

    hidden [void] RemoveFile([string] $file) {
        if (-not $this.Path) { [System.IO.File]::Delete($file) }
    }

    hidden static [string] NewFile() { return Join-Path ([System.IO.Path]::GetTempPath()) "IpmiPSDsc-$([guid]::NewGuid()).json" }
}
