using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Leases;

/// <summary>Who holds a device. Only trainers take the lease itself; everybody else reads it here.</summary>
public static class DeviceHolder
{
    /// <summary>
    /// The trainer that last took the device, alive or not (<see cref="TrainerFile.IsAlive"/>); null if none ever did, or the device was
    /// given back.
    /// </summary>
    public static TrainerFile? Read(string dataFolder, string device)
    {
        if (TrainerFile.Read(DeviceFiles.Holder(dataFolder, device)) is not { } holder) return null;
        // The dashboard's trainers work for other people and may name them. For everybody else, the user is the file's owner.
        bool believed = holder.Writer is not { } writer || FolderOwners.IsTrusted(writer)
            || writer == FileStatus.Of(dataFolder, follow: true)?.Owner;
        return believed ? holder : holder with { User = SystemUsers.Name(holder.Writer!.Value) };
    }

    /// <summary>Who has a device, as text for somebody who waits for it.</summary>
    public static string Words(string dataFolder, string device) => Alive(dataFolder, device)?.ToString() ?? "another process";

    /// <summary>The trainer that holds the device now; null for none.</summary>
    public static TrainerFile? Alive(string dataFolder, string device) =>
        Read(dataFolder, device) is { IsAlive: true } holder ? holder : null;
}
