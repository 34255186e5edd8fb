using System;
using System.IO;

namespace IpmiPS.Help;

/// <summary>IpmiPS.Help PAGES FILE: reads all pages of a folder, and writes one file of MAML.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments.Length != 2)
        {
            Console.Error.WriteLine("IpmiPS.Help PAGES FILE: two arguments are needed, the folder of the pages and the file to write.");
            return 2;
        }
        try
        {
            Maml.FromPages(arguments[0]).Save(arguments[1]);
            return 0;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // In the form that MSBuild shows as an error.
            Console.Error.WriteLine($"{arguments[0]}: error HELP1: {error.Message}");
            return 1;
        }
    }
}
