using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Queue;

/// <summary>The machine's devices as the queue knows them: as the monitor saw them, updated with what has happened since.</summary>
internal sealed class QueueDevices(QueueSetup setup, AngioboardOptions options)
{
    /// <summary>The living trainer that says it holds each device; null where there is none. Reads files of other users.</summary>
    public Dictionary<string, TrainerFile?> Holders() =>
        setup.Devices().ToDictionary(state => state.Id, state => DeviceHolder.Alive(options.DataFolder, state.Id));

    /// <summary>The devices with their holders. The scheduler is the first to know who holds a device.</summary>
    public IReadOnlyList<DeviceState> Of(Dictionary<string, TrainerFile?> holders, ICollection<Assignment> working) =>
    [
        .. setup.Devices().Select(state =>
        {
            if (working.FirstOrDefault(work => work.Device == state.Id) is { } ours)
                return state with { HeldByRun = Describe(ours), HeldByUser = ours.Job.Owner };
            return holders.GetValueOrDefault(state.Id) is { } holder
                ? state with { HeldByRun = state.HeldByRun ?? holder.RunFolder, HeldByUser = state.HeldByUser ?? holder.User }
                : state with { HeldByRun = null, HeldByUser = null };
        }),
        .. setup.Partitions().Select(state => Partition(state, working)),
    ];

    // Slurm decides what runs where; only how many of ours wait there is limited, as they can no longer be moved here.
    private DeviceState Partition(DeviceState state, ICollection<Assignment> working)
    {
        int waiting = working.Count(work => work.Device == state.Id && work.Waits), most = options.Slurm.MostWaiting;
        return state.Blocked is null && waiting >= most
            ? state with { Blocked = $"{waiting} of our runs wait in Slurm already, and no more at once (Angioboard:Slurm:MostWaiting)" }
            : state;
    }

    private static string Describe(Assignment work) =>
        work.Job.Dataset is { } dataset ? $"{work.Job.RunId} (evaluation on {dataset})" : work.Job.RunId;
}
