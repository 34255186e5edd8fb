using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using IpmiPS.Alerts;
using IpmiPS.Hosts;

namespace IpmiPS.Cmdlets;

/// <summary>Input objects as computers of an inventory: names, addresses and GUIDs as text, and rows such as those of Find-IpmiDevice, Get-IpmiInventory or a CSV file.</summary>
internal static class AlertInventoryReader
{
    private static readonly string[] NameColumns = ["ComputerName", "Cn", "HostName", "Host", "Address", "IPAddress", "Bmc"];
    private static readonly string[] AddressColumns = ["IPAddress", "IPv4Address", "IPv6Address"];
    private static readonly string[] GuidColumns = ["SystemGuid", "Guid"];

    /// <summary>The computers of an input object, each with the names and addresses by which it is found.</summary>
    /// <exception cref="IpmiException">Kind InvalidParameter: it names no computer, or is malformed.</exception>
    public static IEnumerable<(AlertComputer Computer, string[] Hosts)> Read(PSObject item) => item.BaseObject switch
    {
        Guid guid => [(new AlertComputer(guid.ToString(), SystemGuid: guid), [])],
        string text => ReadText(text),
        _ => ReadRow(item),
    };

    private static IEnumerable<(AlertComputer Computer, string[] Hosts)> ReadText(string text) => Guid.TryParse(text, out var guid)
        ? [(new AlertComputer(text.Trim(), SystemGuid: guid), [])]
        : HostRange.Expand(text).Select(static name => LanEndpoint.Parse(name)).Select(static endpoint => (new AlertComputer(endpoint.ToString(), endpoint.Port), new[] { endpoint.Host }));

    private static IEnumerable<(AlertComputer Computer, string[] Hosts)> ReadRow(PSObject row)
    {
        string name = Cell(row, NameColumns) ?? throw InputColumns.ToError(InputColumns.Describe(row));
        string? port = Cell(row, ["Port"]), guid = Cell(row, GuidColumns);
        int number = LanEndpoint.DefaultPort;
        if (port is not null && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 65535))
            throw Invalid(name, $"'{port}' is not a port from 1 to 65535");
        Guid? systemGuid = guid is null ? null : Guid.TryParse(guid, out var parsed) ? parsed : throw Invalid(name, $"'{guid}' is not a GUID");
        string[] addresses = [.. AddressColumns.Select(column => Cell(row, [column])).OfType<string>()];
        var endpoints = HostRange.Expand(name).Select(one => LanEndpoint.Parse(one, number)).ToList();

        // Addresses and a GUID belong to one computer, so a range has its names alone.
        return endpoints.Count == 1
            ? [(new AlertComputer(endpoints[0].ToString(), endpoints[0].Port, systemGuid), addresses.Length > 0 ? addresses : [endpoints[0].Host])]
            : endpoints.Select(static endpoint => (new AlertComputer(endpoint.ToString(), endpoint.Port), new[] { endpoint.Host }));
    }

    /// <summary>The first of the columns that has a value; an empty cell has none.</summary>
    private static string? Cell(PSObject row, string[] columns) => columns
        .Select(column => row.BaseObject is System.Collections.IDictionary table ? table[column] : row.Properties[column]?.Value)
        .Select(static value => value is null ? "" : LanguagePrimitives.ConvertTo<string>(value).Trim())
        .FirstOrDefault(static text => text.Length > 0);

    private static IpmiException Invalid(string name, string reason) => new(IpmiErrorKind.InvalidParameter, $"-Inventory '{name}': {reason}.", "Correct the row.");
}
