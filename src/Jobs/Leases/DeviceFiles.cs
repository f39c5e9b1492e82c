using System.Text.RegularExpressions;
using Angioboard.Core;

namespace Angioboard.Jobs.Leases;

/// <summary>
/// The files of a device's lease, holder and reservation in a data folder. Everybody who shares the folder writes leases and holders. Only
/// the dashboard writes reservations, in a folder of its own.
/// </summary>
internal static partial class DeviceFiles
{
    public const string Folder = "devices", Reservations = "reservations";

    public static string Lease(string dataFolder, string device) => In(dataFolder, Folder, device, "lease");

    public static string Holder(string dataFolder, string device) => In(dataFolder, Folder, device, "holder.json");

    public static string Reservation(string dataFolder, string device) => In(dataFolder, Reservations, device, "json");

    /// <summary>Whether this is a valid name of a device.</summary>
    public static bool IsDevice(string name) => Name().IsMatch(name);

    /// <exception cref="InputException">That is not a valid name of a device.</exception>
    private static string In(string dataFolder, string folder, string device, string ending) => IsDevice(device)
        ? Path.Combine(dataFolder, folder, $"{device}.{ending}")
        : throw new InputException($"device-lease: {device} is not a device; give cpu or a GPU's UUID");

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]{0,99}\z")]
    private static partial Regex Name();
}
