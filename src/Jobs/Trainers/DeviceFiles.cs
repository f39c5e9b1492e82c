using System.Text.RegularExpressions;
using Angioboard.Core;

namespace Angioboard.Jobs.Trainers;

/// <summary>Where a device's lease, holder and reservation lie in a data folder.</summary>
internal static partial class DeviceFiles
{
    public const string Folder = "devices";

    public static string Lease(string dataFolder, string device) => In(dataFolder, device, "lease");

    public static string Holder(string dataFolder, string device) => In(dataFolder, device, "holder.json");

    public static string Reservation(string dataFolder, string device) => In(dataFolder, device, "reservation.json");

    /// <exception cref="InputException">That is no name of a device.</exception>
    private static string In(string dataFolder, string device, string ending) => Name().IsMatch(device)
        ? Path.Combine(dataFolder, Folder, $"{device}.{ending}")
        : throw new InputException($"device-lease: {device} is not a device; give cpu or a GPU's UUID");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    private static partial Regex Name();
}
