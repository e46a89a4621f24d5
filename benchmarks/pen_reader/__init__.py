"""The programs that made `pipeline/engines/pen_reader.onnx`: drawn hands, places, views of their ink, training, export."""
