namespace IpmiPS.Interop.Comparing;

/// <summary>Units as the other tools write them.</summary>
internal static class UnitWords
{
    public static string ForIpmiTool(string? unit) => unit switch
    {
        "°C" => "degrees C",
        "V" => "Volts",
        "A" => "Amps",
        "W" => "Watts",
        "%" => "percent",
        _ => unit ?? "",
    };

    public static string ForFreeIpmi(string? unit) => unit == "°C" ? "C" : unit ?? "";
}
