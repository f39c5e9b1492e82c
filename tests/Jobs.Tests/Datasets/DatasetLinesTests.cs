using Angioboard.Jobs.Datasets;
using Xunit;

namespace Angioboard.Jobs.Tests.Datasets;

/// <summary>What viewers see of a dataset's files.</summary>
public sealed class DatasetLinesTests
{
    [Fact]
    public void A_viewer_sees_the_names_of_files_and_not_their_folders()
    {
        using TemporaryFolder folder = new();
        string real = Path.Combine(folder.Path, "real"), linked = Path.Combine(folder.Path, "linked");
        Directory.CreateDirectory(Path.Combine(real, "frames"));
        File.CreateSymbolicLink(linked, real);
        Dataset dataset = new()
        {
            Name = "eyes", Split = $"{linked}/split.json", Datadir = $"{linked}/frames", Patients = "^([0-9]+)_", ClassNames = ["a", "b"],
            Owner = "ada", Registered = default,
        };

        Assert.Equal("split.json: the split file is gone",
            DatasetLines.ForViewers(dataset, $"{linked}/split.json: the split file is gone"));
        Assert.Equal("frames: the folder of the frames is gone",
            DatasetLines.ForViewers(dataset, $"{linked}/frames: the folder of the frames is gone"));
        Assert.Equal(
            "frames/0_R/1.jpg (train) and frames/1_R/1.jpg (test): the same frame",
            DatasetLines.ForViewers(dataset, $"{real}/frames/0_R/1.jpg (train) and {linked}/frames/1_R/1.jpg (test): the same frame"));
        Assert.Equal("^([0-9]+)_", DatasetLines.ForViewers(dataset, "^([0-9]+)_"));
    }
}
