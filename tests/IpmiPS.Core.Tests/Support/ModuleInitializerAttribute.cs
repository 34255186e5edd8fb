#if NETFRAMEWORK
namespace System.Runtime.CompilerServices;

/// <summary>The compiler's, which .NET Framework lacks.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ModuleInitializerAttribute : Attribute;
#endif
