using System;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;

namespace IpmiPS.Cache;

/// <summary>Files that only their user may read. They have their rights from the moment of their creation.</summary>
internal static class PrivateFile
{
    /// <summary>Trustees who can read every file anyway, and the owner: owner rights, creator-owner, system, administrators.</summary>
    private static readonly string[] Trusted = ["OW", "S-1-3-4", "CO", "S-1-3-0", "SY", "S-1-5-18", "BA", "S-1-5-32-544"];

    /// <summary>Creates an empty file, which must not exist yet.</summary>
    /// <exception cref="IOException">The file exists or cannot be created; this is one of the errors of <see cref="Disk.IsFailure"/>.</exception>
    public static void Create(string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            CreateOnWindows(path);
        else
            CreateOnUnix(path);
    }

    /// <summary>Says who besides the owner may read a file; null if no one, or if this cannot be found out.</summary>
    public static string? OtherReaders(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? OtherReadersOnWindows(path) : OtherReadersOnUnix(path);

    /// <summary>Says who besides the owner has access according to a security descriptor in SDDL; null if no one.</summary>
    internal static string? OtherReadersIn(string sddl)
    {
        string owner = Regex.Match(sddl, "O:([^:]+?)(?:G:|D:|S:|$)").Groups[1].Value;
        int dacl = sddl.IndexOf("D:", StringComparison.Ordinal);
        if (dacl < 0)
            return "everyone";
        var others = from Match entry in Regex.Matches(sddl.Substring(dacl), @"\(([^;)]*);([^;)]*);[^;)]*;[^;)]*;[^;)]*;([^;)]+)[^)]*\)")
                     where entry.Groups[1].Value is "A" or "XA" && !entry.Groups[2].Value.Contains("IO")
                     let trustee = entry.Groups[3].Value
                     where trustee != owner && !Trusted.Contains(trustee)
                     select trustee;
        string[] named = [.. others.Distinct()];
        return named.Length == 0 ? null : string.Join(", ", named);
    }

    /// <summary>mkstemp creates a file that only its user may read, which no other function of every runtime does.</summary>
    private static void CreateOnUnix(string path)
    {
        byte[] template = [.. Encoding.UTF8.GetBytes(path + ".XXXXXX"), 0];
        int descriptor = NativeMethods.MakeTemporary(template);
        if (descriptor < 0)
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        _ = NativeMethods.Close(descriptor);
        string temporary = Encoding.UTF8.GetString(template, 0, template.Length - 1);
        try
        {
            File.Move(temporary, path);
        }
        catch
        {
            Disk.TryDelete(temporary);
            throw;
        }
    }

    /// <summary>File.GetUnixFileMode is newer than netstandard2.0; PowerShell 7.3 and later have it.</summary>
    private static string? OtherReadersOnUnix(string path)
    {
        const int Others = 0x3F; // rwxrwx of group and others
        return typeof(File).GetMethod("GetUnixFileMode", [typeof(string)])?.Invoke(null, [path]) is { } mode && (Convert.ToInt32(mode, null) & Others) is var others and not 0
            ? $"group or others (mode {Convert.ToString(Convert.ToInt32(mode, null), 8)})"
            : null;
    }

    private static void CreateOnWindows(string path)
    {
        const uint GenericWrite = 0x40000000, CreateNew = 1, Normal = 0x80;

        // Full access for the user, and nothing inherited from the folder.
        if (!NativeMethods.ToDescriptor($"D:P(A;;FA;;;{FindUser() ?? "OW"})", 1, out IntPtr descriptor, IntPtr.Zero))
            throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        try
        {
            var attributes = new NativeMethods.SecurityAttributes { Length = Marshal.SizeOf<NativeMethods.SecurityAttributes>(), Descriptor = descriptor };
            using SafeFileHandle file = NativeMethods.CreateFile(path, GenericWrite, 0, ref attributes, CreateNew, Normal, IntPtr.Zero);
            if (file.IsInvalid)
                throw new IOException(new Win32Exception(Marshal.GetLastWin32Error()).Message);
        }
        finally
        {
            NativeMethods.LocalFree(descriptor);
        }
    }

    /// <summary>The SID of the user, in text form. The class for it is not in netstandard2.0, but in both runtimes on Windows.</summary>
    private static string? FindUser()
    {
        const string Name = "System.Security.Principal.WindowsIdentity";
        Type? type = Type.GetType($"{Name}, System.Security.Principal.Windows") ?? typeof(object).Assembly.GetType(Name);
        using var identity = (IDisposable?)type?.GetMethod("GetCurrent", Type.EmptyTypes)?.Invoke(null, null);
        return type?.GetProperty("User")?.GetValue(identity)?.ToString();
    }

    private static string? OtherReadersOnWindows(string path)
    {
        const int OwnerAndDacl = 0x5, FileObject = 1;
        if (NativeMethods.GetSecurity(path, FileObject, OwnerAndDacl, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, IntPtr.Zero, out IntPtr descriptor) != 0)
            return null;
        try
        {
            if (!NativeMethods.ToText(descriptor, 1, OwnerAndDacl, out IntPtr text, IntPtr.Zero))
                return null;
            string sddl = Marshal.PtrToStringUni(text) ?? "";
            NativeMethods.LocalFree(text);
            return OtherReadersIn(sddl);
        }
        finally
        {
            NativeMethods.LocalFree(descriptor);
        }
    }

    private static class NativeMethods
    {
        [StructLayout(LayoutKind.Sequential)]
        public struct SecurityAttributes
        {
            public int Length;
            public IntPtr Descriptor;
            public int InheritHandle;
        }

        [DllImport("libc", EntryPoint = "mkstemp", SetLastError = true)]
        public static extern int MakeTemporary([In, Out] byte[] template);

        [DllImport("libc", EntryPoint = "close")]
        public static extern int Close(int descriptor);

        [DllImport("advapi32.dll", EntryPoint = "ConvertStringSecurityDescriptorToSecurityDescriptorW", CharSet = CharSet.Unicode, SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ToDescriptor(string sddl, int revision, out IntPtr descriptor, IntPtr size);

        [DllImport("advapi32.dll", EntryPoint = "ConvertSecurityDescriptorToStringSecurityDescriptorW", SetLastError = true)]
        [return: MarshalAs(UnmanagedType.Bool)]
        public static extern bool ToText(IntPtr descriptor, int revision, int information, out IntPtr text, IntPtr length);

        [DllImport("advapi32.dll", EntryPoint = "GetNamedSecurityInfoW", CharSet = CharSet.Unicode)]
        public static extern int GetSecurity(string name, int type, int information, IntPtr owner, IntPtr group, IntPtr dacl, IntPtr sacl, out IntPtr descriptor);

        [DllImport("kernel32.dll", EntryPoint = "CreateFileW", CharSet = CharSet.Unicode, SetLastError = true)]
        public static extern SafeFileHandle CreateFile(string name, uint access, uint share, ref SecurityAttributes attributes, uint disposition, uint flags, IntPtr template);

        [DllImport("kernel32.dll")]
        public static extern IntPtr LocalFree(IntPtr memory);
    }
}
