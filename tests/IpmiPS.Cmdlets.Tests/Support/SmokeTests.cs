using System;
using System.Management.Automation;
using Xunit;
namespace IpmiPS.Cmdlets.Tests;
public sealed class SmokeTests { [Fact] public void A() { Assert.Equal(623, new NumberCellAttribute("Port",1,65535,0).Transform(null!, "623")); Assert.Equal("x", new PSCredential("x", new System.Security.SecureString()).UserName); Assert.Equal(PrivilegeLevel.User, new EnumCellAttribute("P", typeof(PrivilegeLevel)).Transform(null!, "Us")); } }
