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
    ];

    private static string Describe(Assignment work) =>
        work.Job.Dataset is { } dataset ? $"{work.Job.RunId} (evaluation on {dataset})" : work.Job.RunId;
}
