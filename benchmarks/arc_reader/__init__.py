"""The programs that made `pipeline/engines/arc_reader.onnx`: names, drawn impressions, strips, training, export."""
