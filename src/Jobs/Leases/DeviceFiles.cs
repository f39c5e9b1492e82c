using System.Text.RegularExpressions;
using Angioboard.Core;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// Where a device's lease, holder and reservation lie in a data folder. Whoever shares it writes leases and holders; reservations are the
/// dashboard's own, in a folder that nobody else writes to.
/// </summary>
internal static partial class DeviceFiles
{
    public const string Folder = "devices", Reservations = "reservations";

    public static string Lease(string dataFolder, string device) => In(dataFolder, Folder, device, "lease");

    public static string Holder(string dataFolder, string device) => In(dataFolder, Folder, device, "holder.json");

    public static string Reservation(string dataFolder, string device) => In(dataFolder, Reservations, device, "json");

    /// <summary>Whether a device can be called so.</summary>
    public static bool IsDevice(string name) => Name().IsMatch(name);

    /// <exception cref="InputException">That is no name of a device.</exception>
    private static string In(string dataFolder, string folder, string device, string ending) => IsDevice(device)
        ? Path.Combine(dataFolder, folder, $"{device}.{ending}")
        : throw new InputException($"device-lease: {device} is not a device; give cpu or a GPU's UUID");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,99}\z")]
    private static partial Regex Name();
}
