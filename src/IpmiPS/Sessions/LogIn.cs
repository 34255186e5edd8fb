using System.Threading;
using System.Threading.Tasks;

namespace IpmiPS.Cmdlets;

/// <summary>Opens a session.</summary>
internal delegate Task<IBmcSession> LogIn(IpmiConnectOptions options, CancellationToken cancellationToken);
