using System.Collections.Generic;
using System.Management.Automation;
using IpmiPS.Configuration;

namespace IpmiPS.Cmdlets;

/// <summary>Parameters of the configuration cmdlets. What is not valid ends the cmdlet before anything is sent.</summary>
internal static class ConfigurationInput
{
    /// <summary>The sections that -Section names.</summary>
    public static IReadOnlyCollection<ConfigurationSection> Select(Cmdlet cmdlet, string[]? names)
    {
        try
        {
            return ConfigurationFile.Select(names);
        }
        catch (IpmiException error)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(error, null));
            throw;
        }
    }

    /// <summary>A configuration file.</summary>
    public static (string Path, BmcConfiguration Configuration) Read(PSCmdlet cmdlet, string parameter, string path)
    {
        try
        {
            string file = InputFile.Resolve(cmdlet, parameter, path)[0];
            return (file, ConfigurationFile.Read(parameter, file));
        }
        catch (IpmiException error)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(error, path));
            throw;
        }
    }
}
