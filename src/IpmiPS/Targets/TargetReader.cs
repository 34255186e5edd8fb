using System.Collections.Generic;
using System.Linq;
using System.Security;
using IpmiPS.Hosts;

namespace IpmiPS.Cmdlets;

/// <summary>Turns input objects (names, host ranges, rows, sessions) into targets. What cannot be used becomes an error record, and the rest goes on.</summary>
internal sealed class TargetReader(TargetSelection selection, CredentialResolver credentials, IPipelineWriter writer)
{
    private const string CellAdvice =
        "Correct these cells of the row, or leave them empty. Rows are counted from 1, without the header line. Where several are wrong, the columns may have shifted: a cell that holds a comma needs quotation marks.";

    /// <summary>Returns the selected BMCs of one input object.</summary>
    public IEnumerable<BmcTarget> Read(TargetInput input, BmcNeeds needs)
    {
        if (input.Sessions is { } sessions)
            return sessions.SelectMany(session => ReadSession(session, input, needs));

        string[] computerNames = [.. input.ComputerNames.Select(static computerName => computerName ?? "")];
        if (input.CellFaults is { } faults && !computerNames.Any(InputAsNameAttribute.IsStandIn))
            writer.WriteFailure(ErrorRecords.InvalidParameter(InRow(input, faults), string.Join(",", computerNames), CellAdvice));
        else if (computerNames.Length == 0)
            writer.WriteFailure(ErrorRecords.InvalidParameter(InRow(input, "The input names no computer."), null));
        else
            return HostRange.Rejoin(computerNames).SelectMany(computerName => InputAsNameAttribute.IsStandIn(computerName) ? ReadStandIn(computerName, input, needs) : ReadNames(computerName, input, needs));
        return [];
    }

    private IEnumerable<BmcTarget> ReadStandIn(string standIn, TargetInput input, BmcNeeds needs)
    {
        try
        {
            return ReadSession(InputAsNameAttribute.SessionOf(standIn), input, needs);
        }
        catch (IpmiException error)
        {
            writer.WriteFailure(error.Target is { } computerName
                ? ErrorRecords.From(error, computerName)
                : ErrorRecords.InvalidParameter(InRow(input, error.Message), null, error.RecommendedAction));
            return [];
        }
    }

    private IEnumerable<BmcTarget> ReadSession(IpmiSession session, TargetInput input, BmcNeeds needs)
    {
        if (session.State == IpmiSessionState.Closed)
            writer.WriteFailure(ErrorRecords.From(SessionLink.IsClosed(session.ComputerName), session.ComputerName));
        else if (selection.Select(session.ComputerName, session.UserName, needs))
            return [BmcTarget.For(session, needs, input.TimeLimit)];
        return [];
    }

    /// <summary>Reads a name or a host range.</summary>
    private IReadOnlyList<BmcTarget> ReadNames(string range, TargetInput input, BmcNeeds needs)
    {
        string computerName = range;
        try
        {
            LanEndpoint[] endpoints = [.. HostRange.Expand(range).Select(host => LanEndpoint.Parse(host, input.Connection.Port ?? LanEndpoint.DefaultPort))];
            if (endpoints.Length == 1)
                computerName = endpoints[0].ToString();

            // The credential comes last: -WhatIf must not prompt or open a vault.
            string? user = credentials.UserOf(input.Credential);
            endpoints = [.. endpoints.Where(endpoint => selection.Select(endpoint.ToString(), user, needs))];
            if (endpoints.Length == 0)
                return [];
            (BmcCredential? credential, SecureString? key) = ReadSecrets(endpoints, input, needs);
            return [.. endpoints.Select(endpoint => BmcTarget.For(OptionsFor(endpoint, input, credential, key, needs), credential is not null, needs, input.TimeLimit))];
        }
        catch (IpmiException error)
        {
            writer.WriteFailure(ErrorRecords.From(error, computerName));
            return [];
        }
    }

    private (BmcCredential? Credential, SecureString? BmcKey) ReadSecrets(LanEndpoint[] endpoints, TargetInput input, BmcNeeds needs)
    {
        try
        {
            return (credentials.Resolve(input.Credential, needs.RequiresCredential), credentials.ResolveKey(input.Credential));
        }
        catch (IpmiException)
        {
            foreach (LanEndpoint endpoint in endpoints)
                selection.Withdraw(endpoint.ToString(), needs);
            throw;
        }
    }

    private static IpmiConnectOptions OptionsFor(LanEndpoint endpoint, TargetInput input, BmcCredential? credential, SecureString? key, BmcNeeds needs)
    {
        ConnectionSettings settings = input.Connection;
        var options = new IpmiConnectOptions
        {
            Endpoint = endpoint,
            UserName = credential?.UserName ?? "",
            Password = credential?.Password,
            BmcKey = key,
            Privilege = settings.PrivilegeLevel,
            PreferredPrivilege = needs.Privilege,
            MinimumPrivilege = settings.PrivilegeLevel ?? needs.MinimumPrivilege,
            CipherSuite = settings.CipherSuite,
            AllowInsecure = settings.AllowInsecure,
            AllowClearTextPassword = settings.AllowClearTextPassword,
            NeedsPayloads = needs.RequiresPayloads,
            Protocol = settings.Protocol,
        };
        if (input.TimeLimit is { } limit)
            options = options with { Timeout = limit };
        return settings.RetryCount is { } retryCount ? options with { RetryCount = retryCount } : options;
    }

    private static string InRow(TargetInput input, string text) => input.Row is { } row ? $"Row {row} of the input: {text}" : text;
}
