using Angioboard.Jobs.Store;

namespace Angioboard.Jobs.Estimates;

/// <summary>The measured speeds of the machine's devices.</summary>
public sealed class DeviceSpeeds(Database database)
{
    private readonly StoredValues<DeviceSpeed> stored = database.Collection<DeviceSpeed>("device_speeds");

    /// <summary>The speed of a device; null if it has not been measured.</summary>
    /// <param name="device"><c>cpu</c> or the GPU's UUID.</param>
    public DeviceSpeed? Find(string device) => stored.Find(device);

    internal void Put(string device, DeviceSpeed speed) => stored.Put(device, speed);
}
