using System.Collections.Generic;

namespace IpmiPS.Simulator;

/// <summary>The FRU devices of one controller. An image is made when it is first read.</summary>
internal sealed class FruStore(ControllerDefinition definition, int number)
{
    private Dictionary<byte, byte[]>? _images;

    public FruDefinition? Find(byte id) => definition.FindFru(id);

    /// <summary>The image, which writes may change.</summary>
    public byte[] Image(FruDefinition fru)
    {
        _images ??= [];
        if (!_images.TryGetValue(fru.Id, out byte[]? image))
            _images.Add(fru.Id, image = (byte[])fru.Content(number).Clone());
        return image;
    }
}
