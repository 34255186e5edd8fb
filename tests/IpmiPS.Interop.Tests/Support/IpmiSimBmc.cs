using System.IO;
using System.Threading.Tasks;

namespace IpmiPS.Interop.Support;

/// <summary>A bare BMC of ipmi_sim, with users, authentication types and key as a test wants them.</summary>
internal sealed class IpmiSimBmc : TestBmc
{
    /// <summary>All authentication types of IPMI 1.5 that ipmi_sim has.</summary>
    public const string EveryType = "none md2 md5 straight";

    private const string Controller = """
        mc_setbmc 0x20
        mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
        sel_enable 0x20 1000 0x0a

        """;

    // The socket is there when the kernel lists it: address in the byte order of the machine, port as it is.
    private const string Serve = """
        ipmi_sim -c "$1/lan.conf" -f "$1/bmc.emu" -s "$1" -n >"$1/log" 2>&1 & sim=$!
        trap 'kill $sim 2>/dev/null; exit 0' TERM
        IFS=. read -r a b c d <<<"$2"
        bound=$(printf '%02X%02X%02X%02X:%04X' "$d" "$c" "$b" "$a" "$3")
        for _ in $(seq 100); do
          kill -0 $sim 2>/dev/null || { cat "$1/log"; exit 1; }
          if grep -q " $bound " /proc/net/udp; then echo ready; break; fi
          sleep 0.1
        done
        wait $sim
        """;

    private IpmiSimBmc()
        : base("ipmi_sim")
    {
    }

    /// <param name="users">Lines of ipmi_lan.conf that define users, besides admin with the password admin.</param>
    /// <param name="authenticationTypes">IPMI 1.5 authentication types that are allowed.</param>
    /// <param name="lan">More lines for the LAN channel.</param>
    /// <param name="controller">More lines of its command file: sensors, FRU devices.</param>
    public static async Task<IpmiSimBmc> StartAsync(string users = "", string authenticationTypes = EveryType, string lan = "", string controller = "")
    {
        var bmc = new IpmiSimBmc();
        await File.WriteAllTextAsync(bmc.PathOf("bmc.emu"), $"{Controller}{controller}\nmc_enable 0x20\n");
        await File.WriteAllTextAsync(bmc.PathOf("lan.conf"), $"""
            name "bmc"
            set_working_mc 0x20
            startlan 1
              addr {bmc.Address} {Port}
              priv_limit admin
              allowed_auths_callback {authenticationTypes}
              allowed_auths_user {authenticationTypes}
              allowed_auths_operator {authenticationTypes}
              allowed_auths_admin {authenticationTypes}
              guid a123456789abcdefa123456789abcdef
              {lan}
            endlan
            user 1 false "" "" user 5 {authenticationTypes}
            user 2 true "admin" "admin" admin 10 {authenticationTypes}
            {users}

            """);
        await bmc.RunAsync(["bash", "-c", Serve, "serve", bmc.PathOf("."), bmc.Address, $"{Port}"]);
        return bmc;
    }
}
