using Angioboard.Core.Data.Frames;
using Angioboard.Core.Tests.Phantom;

namespace Angioboard.Core.Tests.Data.Frames;

public sealed class FrameGlanceTests(DrawnStudy study) : IClassFixture<DrawnStudy>
{
    [Theory]
    [InlineData(Modality.FA)]
    [InlineData(Modality.ICGA)]
    [InlineData(Modality.Full)]
    public void Figures_are_those_of_the_decoded_frame(Modality modality)
    {
        string path = study.Frames(study.Exams()[0].Exam)[^1];
        GrayFrame frame = FrameDecoder.Decode(path, modality, strip: 50), whole = FrameDecoder.Decode(path, modality, strip: 0);
        GlanceReader reader = new(modality, 50);

        Assert.True(JpegProbe.DecodesWhole(File.ReadAllBytes(path), reader));

        FrameGlance glance = reader.Read();
        double mean = frame.Pixels.Average(pixel => (double)pixel);
        byte[] strip = whole.Pixels[frame.Pixels.Length..];
        Assert.Equal(mean, glance.Mean, 0.05);
        Assert.Equal(Math.Sqrt(frame.Pixels.Average(pixel => (pixel - mean) * (pixel - mean))), glance.Deviation, 0.05);
        Assert.Equal(strip.Average(pixel => (double)pixel), glance.StripMean, 0.05);
        Assert.Equal(mean, glance.Picture.Average(pixel => (double)pixel), 1.0);
        Assert.Equal((FrameGlance.Side * FrameGlance.Side, FrameGlance.StripWidth * FrameGlance.StripHeight),
            (glance.Picture.Length, glance.Strip.Length));
    }

    [Fact]
    public void A_small_image_fills_all_cells()
    {
        AveragedCells cells = new(2, 2, 4, 4);
        cells.Add(0, [10, 20]);
        cells.Add(1, [30, 40]);

        Assert.Equal(new byte[] { 10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40 }, cells.Cells());
    }

    [Fact]
    public void Cells_are_means()
    {
        AveragedCells cells = new(4, 2, 2, 1);
        cells.Add(0, [10, 20, 100, 100]);
        cells.Add(1, [30, 40, 100, 104]);

        Assert.Equal(new byte[] { 25, 101 }, cells.Cells());
        Assert.Equal(63, cells.Mean);
    }
}
