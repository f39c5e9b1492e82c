using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Tests.Queue;

namespace Angioboard.Jobs.Tests.Adoption;

/// <summary>A run's folder that was missing is announced by a terminal that works in it.</summary>
public sealed class ReturningFolderTests(SharedStudy shared) : QueueTests(shared)
{
    [Theory]
    [InlineData(0, "the good one")] // The same run: its folder was away.
    [InlineData(60, "")] // Another one, created in place of a folder that was deleted by hand.
    public async Task Notes_on_a_run_stay_with_it_and_go_to_no_other(int minutesBefore, string note)
    {
        Run run = await rig.UntilAsync((await rig.LaunchAsync()).Id, RunStatus.Finished);
        rig.Runs.Update(run.Id,
            r => r with { Missing = true, Note = "the good one", Started = r.Started - TimeSpan.FromMinutes(minutesBefore) });

        InboxNote.Announce(rig.DataFolder, TrainerFile.Read(new RunFolder(run.Folder).Trainer)!);
        await rig.UntilAsync(() => Directory.GetFiles(InboxNote.FolderIn(rig.DataFolder)).Length == 0);

        Assert.Equal(note, rig.Runs.Find(run.Id)!.Note);
    }
}
