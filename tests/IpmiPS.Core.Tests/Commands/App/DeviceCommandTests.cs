using System.Net;
using IpmiPS.Commands;
using IpmiPS.Commands.App;
using IpmiPS.Tests.Support;
using IpmiPS.Wire;
using Xunit;

namespace IpmiPS.Tests.Commands.App;

public class DeviceCommandTests
{
    [Fact]
    public void Device_id_is_read_from_a_captured_answer()
    {
        // Dell PowerEdge R730: firmware 2.40, IPMI 2.0, manufacturer 674.
        var id = Vectors.Response("20 81 02 40 02 DF A2 02 00 00 01 00 01 00 00", new GetDeviceId(), 11, (d, w) => d.Write(w));
        Assert.Equal(0x20, id.Id);
        Assert.Equal(1, id.Revision);
        Assert.True(id.ProvidesDeviceSdrs);
        Assert.False(id.IsUpdating);
        Assert.Equal((2, 0x40), (id.FirmwareMajor, id.FirmwareMinor));
        Assert.Equal((2, 0), id.Version);
        Assert.Equal(674, id.ManufacturerId);
        Assert.Equal(0x0100, id.ProductId);
        Assert.Equal([0x00, 0x01, 0x00, 0x00], id.AuxiliaryFirmware);
    }

    [Theory]
    [InlineData("AA AA AA AA AA AA AA AA AA AA AA", 10, true, 42, 10, 10, 0xAAAAAA, 0xAAAA)]
    [InlineData("55 55 55 55 51 55 55 55 55 55 55", 5, false, 85, 1, 5, 0x555555, 0x5555)]
    public void Device_id_without_auxiliary_bytes_is_read(string hex, byte revision, bool updating, byte firmware, int major, int minor, int manufacturer, ushort product)
    {
        var id = Vectors.Response(hex, new GetDeviceId(), 11, (d, w) => d.Write(w));
        Assert.Equal((revision, updating, firmware, (major, minor), manufacturer, product), (id.Revision, id.IsUpdating, id.FirmwareMajor, id.Version, id.ManufacturerId, id.ProductId));
        Assert.Null(id.AuxiliaryFirmware);
    }

    [Fact]
    public void Self_test_is_read()
    {
        var result = Vectors.Response("57 C0", new GetSelfTestResults(), 1, (r, w) => r.Write(w));
        Assert.Equal((SelfTestResults.Corrupted, 0xC0), (result.Result, result.Detail));
    }

    [Fact]
    public void Guids_need_all_16_bytes()
    {
        const string Guid = "00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF";
        Assert.Equal(Hex.Parse(Guid), Vectors.Response(Guid, new GetDeviceGuid(), 16, (g, w) => g.Write(w)).Bytes);
        Assert.Equal(Hex.Parse(Guid), Vectors.Response(Guid, new GetSystemGuid(), 16, (g, w) => g.Write(w)).Bytes);
        Assert.Equal((0x08, 0x37), (new GetDeviceGuid().Code, new GetSystemGuid().Code));
    }

    [Fact]
    public void Resets_are_not_repeated()
    {
        foreach (IpmiCommand reset in new IpmiCommand[] { new ColdReset(), new WarmReset() })
        {
            Assert.False(reset.IsIdempotent);
            Assert.Equal(PrivilegeLevel.Administrator, reset.Privilege);
            Vectors.Request("", reset);
        }

        Assert.Equal((0x02, 0x03), (new ColdReset().Code, new WarmReset().Code));
    }

    [Fact]
    public void Acpi_states_are_read_without_the_reserved_bit()
    {
        var state = AcpiPowerState.Read(new ByteReader([0xA0, 0x83]));
        Assert.Equal((AcpiSystemState.LegacyOn, AcpiDeviceState.D3), (state.System, state.Device));
        Vectors.Response("05 2A", new GetAcpiPowerState(), 2, (s, w) => s.Write(w));
    }

    [Theory]
    [InlineData(AcpiSystemState.S5, AcpiDeviceState.NoChange, "85 7F")]
    [InlineData(AcpiSystemState.NoChange, AcpiDeviceState.D0, "7F 80")]
    public void Acpi_states_are_set_or_left_alone(AcpiSystemState system, AcpiDeviceState device, string hex)
    {
        Vectors.Request(hex, new SetAcpiPowerState(system, device), SetAcpiPowerState.ReadRequest);
        Vectors.RequestPrefixes(hex, SetAcpiPowerState.ReadRequest);
    }

    [Fact]
    public void Channel_info_is_read()
    {
        Vectors.Request("0E", new GetChannelInfo(GetChannelInfo.PresentChannel), GetChannelInfo.ReadRequest);
        var info = Vectors.Response("01 04 01 82 F2 1B 00 00 00", new GetChannelInfo(1), 4, (i, w) => i.Write(w));
        Assert.Equal((1, 4, 1, 2, 2, 7154), (info.Channel, info.Medium, info.Protocol, info.SessionSupport, info.ActiveSessions, info.VendorId));
    }

    [Fact]
    public void Channel_access_is_asked_volatile_or_not()
    {
        Vectors.Request("01 40", new GetChannelAccess(1, isVolatile: false), GetChannelAccess.ReadRequest);
        Vectors.Request("01 80", new GetChannelAccess(1, isVolatile: true), GetChannelAccess.ReadRequest);
        Vectors.RequestPrefixes("01 80", GetChannelAccess.ReadRequest);
        var access = Vectors.Response("2A 04", new GetChannelAccess(1, false), 2, (a, w) => a.Write(w));
        Assert.Equal((2, true, false, true, PrivilegeLevel.Administrator), (access.AccessMode, access.UserLevelAuthenticationDisabled, access.PerMessageAuthenticationDisabled, access.AlertingDisabled, access.PrivilegeLimit));
    }

    [Fact]
    public void Session_info_is_asked_by_index_handle_and_id()
    {
        Vectors.Request("00", GetSessionInfo.Present, GetSessionInfo.ReadRequest);
        Vectors.Request("03", GetSessionInfo.AtIndex(3), GetSessionInfo.ReadRequest);
        Vectors.Request("FE 07", GetSessionInfo.WithHandle(7), GetSessionInfo.ReadRequest);
        Vectors.Request("FF 78 56 34 12", GetSessionInfo.WithId(0x12345678), GetSessionInfo.ReadRequest);
        Vectors.RequestPrefixes("FE 07", GetSessionInfo.ReadRequest);
        Vectors.RequestPrefixes("FF 78 56 34 12", GetSessionInfo.ReadRequest);
    }

    [Fact]
    public void Session_info_of_a_lan_session_is_read()
    {
        var info = Vectors.Response("05 04 01 02 04 11 C0 A8 01 0A 00 11 22 33 44 55 39 30", GetSessionInfo.Present, 3, (i, w) => i.Write(w));
        Assert.Equal((5, 4, 1), (info.Handle, info.Slots, info.Active));
        Assert.Equal(((byte?)2, (PrivilegeLevel?)PrivilegeLevel.Administrator, (byte?)1, (byte?)1), (info.UserId, info.Privilege, info.Channel, info.SessionProtocol));
        Assert.Equal(IPAddress.Parse("192.168.1.10"), info.Address);
        Assert.Equal((ushort)12345, info.Port);
    }

    [Fact]
    public void Session_info_of_an_empty_slot_has_no_user()
    {
        var info = Vectors.Response("00 04 01", GetSessionInfo.AtIndex(2), 3, (i, w) => i.Write(w));
        Assert.Null(info.UserId);
        Assert.Null(info.Address);
        Assert.Null(SessionInfo.Read(new ByteReader([0, 4, 1, 2, 3, 4])).UserId); // what follows an empty slot is rubbish in some BMCs
    }
}
